#!/bin/sh
# Runs Packer, which runs 05-bootstrap-rootfs.sh and writes a manifest of what it made.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"

export CHECKPOINT_DISABLE=1                    # no call home
export PACKER_CONFIG_DIR="$work/packer" PACKER_CACHE_DIR="$work/packer/cache"
export PACKER_MANIFEST="$work/packer-manifest.json"
mkdir -p "$PACKER_CONFIG_DIR"
rm -f "$PACKER_MANIFEST"

# Packer ends its output with words about itself; its manifest is there only when all went well.
packer build -color=false "$PAWL_PIPELINE_DIR/packer/rootfs.json" 2>&1 | tee "$work/packer.log"
if [ ! -s "$PACKER_MANIFEST" ]; then
    cause=$(grep -m 1 -E '(E|error): ' "$work/packer.log" | sed -E 's/^.*(E|error): //')
    fail 1 "${cause:-packer failed, see $work/packer.log}"
fi

echo "PACKER_RUN=$(jq -r .last_run_uuid "$PACKER_MANIFEST")" >> "$PAWL_OUTPUT"
