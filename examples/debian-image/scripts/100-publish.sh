#!/bin/sh
# Publishes the image into out/published/BUILD_ID: all of it or nothing.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"

published=$PAWL_PIPELINE_DIR/out/published
new=$published/.$BUILD_ID.new
mkdir -p "$published"
rm -rf "$new"
mkdir "$new"

cp --sparse=always "$work/sealed/disk.ext4" "$work/sealed/rootfs.tar.zst" "$work/packages.tsv" "$work/sbom.cdx.json" "$new"
printf '%s  disk.ext4\n%s  rootfs.tar.zst\n' "$DISK_SHA256" "$ARCHIVE_SHA256" > "$new/SHA256SUMS"
(cd "$new" && sha256sum --check SHA256SUMS) || fail 75 "what was copied to $new is not what state 95 sealed"
(cd "$new" && sha256sum packages.tsv sbom.cdx.json >> SHA256SUMS)

jq -n --arg build "$BUILD_ID" --arg type "$IMAGE_TYPE" --arg provider "$CLOUD_PROVIDER" --arg debian "$DEBIAN_VERSION" \
    --argjson packages "$PACKAGE_COUNT" --argjson tests "$TESTS_PASSED" --argjson epoch "$SOURCE_DATE_EPOCH" \
    --arg disk "$DISK_SHA256" --argjson diskSize "$(stat -c %s "$new/disk.ext4")" \
    --arg archive "$ARCHIVE_SHA256" --argjson archiveSize "$(stat -c %s "$new/rootfs.tar.zst")" '
    {
        buildId: $build, imageType: $type, cloudProvider: $provider, debianVersion: $debian,
        created: ($epoch | todate), packages: $packages, testsPassed: $tests,
        files: [
            { name: "disk.ext4", size: $diskSize, sha256: $disk },
            { name: "rootfs.tar.zst", size: $archiveSize, sha256: $archive }
        ]
    }' > "$new/manifest.json"

sync -f "$new"
rm -rf "${published:?}/$BUILD_ID"
mv "$new" "$published/$BUILD_ID"
ln -sfn "$BUILD_ID" "$published/.latest.$BUILD_ID" && mv -T "$published/.latest.$BUILD_ID" "$published/latest"
echo "PUBLISHED=$published/$BUILD_ID" >> "$PAWL_OUTPUT"
echo "published: $published/$BUILD_ID"
