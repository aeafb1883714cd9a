#!/bin/bash
# The guide's sync_to_cloud, with the folder as an argument and with what it needs to work at all: the build's id gets into the SQL (the guide
# quotes the word EOF), get_cloud_provider exists, and each build has a state.json of its own to upload.
# Usage: sync_to_cloud.sh DB_DIR BUILD_ID
set -eu
db_dir=$1

get_cloud_provider() {
    sqlite3 "$db_dir/$1.db" "SELECT cloud_provider FROM builds WHERE build_id = '$1';"
}

sync_to_cloud() {
    local build_id=$1
    local cloud_provider=$(get_cloud_provider $build_id)

    # Export to JSON
    sqlite3 "$db_dir/$build_id.db" -json << EOF > "$db_dir/$build_id.json"
    SELECT json_object(
        'buildId', b.build_id,
        'currentState', b.current_state,
        'cloudProvider', b.cloud_provider,
        'imageType', b.image_type,
        'startTime', b.start_time,
        'lastUpdate', b.last_update,
        'status', b.status,
        'stateHistory', json_group_array(
            json_object(
                'state', h.state,
                'timestamp', h.timestamp,
                'status', h.status,
                'errorMessage', h.error_message
            )
        )
    ) as state_json
    FROM builds b
    LEFT JOIN state_history h ON b.build_id = h.build_id
    WHERE b.build_id = '$build_id'
    GROUP BY b.build_id;
EOF

    aws s3 cp "$db_dir/$build_id.json" "s3://state-builds/$cloud_provider/$build_id/state.json"
}

sync_to_cloud "$2"
