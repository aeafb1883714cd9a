#!/bin/bash
# The guide's update_state_success, with the folder as an argument and without the copy to the cloud.
# Usage: update_state_success.sh DB_DIR BUILD_ID STATE
set -eu
db_dir=$1

update_state_success() {
    local build_id=$1
    local completed_state=$2

    sqlite3 "$db_dir/$build_id.db" << EOF
    UPDATE builds SET current_state = $completed_state, last_update = datetime('now'), status = 'running' WHERE build_id = '$build_id';
    INSERT INTO state_history (build_id, state, timestamp, status, error_message)
    VALUES ('$build_id', $completed_state, datetime('now'), 'completed', '');
EOF
}

update_state_success "$2" "$3"
