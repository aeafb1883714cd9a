#!/bin/bash
# The guide's schema, indexes and init_build: makes the build that update_state_success.sh then moves on.
# Usage: init_build.sh DB_DIR BUILD_ID CLOUD_PROVIDER IMAGE_TYPE
set -eu
db_dir=$1

init_build() {
    local build_id=$1
    local cloud_provider=$2
    local image_type=$3

    sqlite3 "$db_dir/$build_id.db" << EOF
    CREATE TABLE builds (
        build_id TEXT PRIMARY KEY,
        current_state INTEGER NOT NULL,
        cloud_provider TEXT NOT NULL,
        image_type TEXT NOT NULL,
        start_time DATETIME NOT NULL,
        last_update DATETIME NOT NULL,
        status TEXT NOT NULL, -- 'running', 'completed', 'failed'
        metadata TEXT, -- JSON blob
        resume_token TEXT
    );
    CREATE TABLE state_history (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        build_id TEXT NOT NULL,
        state INTEGER NOT NULL,
        timestamp DATETIME NOT NULL,
        status TEXT NOT NULL, -- 'started', 'completed', 'failed'
        error_message TEXT,
        FOREIGN KEY (build_id) REFERENCES builds(build_id)
    );
    CREATE TABLE state_metadata (
        build_id TEXT NOT NULL,
        key TEXT NOT NULL,
        value TEXT,
        PRIMARY KEY (build_id, key),
        FOREIGN KEY (build_id) REFERENCES builds(build_id)
    );
    CREATE INDEX idx_state_history_build_id ON state_history(build_id);
    CREATE INDEX idx_state_history_timestamp ON state_history(timestamp);
    CREATE INDEX idx_builds_status ON builds(status);
    INSERT INTO builds (build_id, current_state, cloud_provider, image_type, start_time, last_update, status)
    VALUES ('$build_id', 0, '$cloud_provider', '$image_type', datetime('now'), datetime('now'), 'running');
EOF
}

init_build "$2" "$3" "$4"
