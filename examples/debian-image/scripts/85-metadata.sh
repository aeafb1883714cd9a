#!/bin/sh
# Writes what is in the image: a table of its packages, and the same as a CycloneDX bill of materials.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

inside dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\t${Installed-Size}\n' > "$work/packages.tsv.new"
mv "$work/packages.tsv.new" "$work/packages.tsv"

jq -R -n --arg build "$BUILD_ID" --arg version "$DEBIAN_VERSION" --argjson epoch "$SOURCE_DATE_EPOCH" '
    {
        bomFormat: "CycloneDX",
        specVersion: "1.4",
        version: 1,
        metadata: {
            timestamp: ($epoch | todate),
            component: { type: "operating-system", name: "debian", version: $version, "bom-ref": $build }
        },
        components: [
            inputs | split("\t") | {
                type: "library",
                name: .[0],
                version: .[1],
                purl: "pkg:deb/debian/\(.[0] | @uri)@\(.[1] | @uri)?arch=\(.[2])&distro=debian-\($version)"
            }
        ]
    }' "$work/packages.tsv" > "$work/sbom.cdx.json.new"
mv "$work/sbom.cdx.json.new" "$work/sbom.cdx.json"

count=$(wc -l < "$work/packages.tsv")
echo "PACKAGE_COUNT=$count" >> "$PAWL_OUTPUT"
echo "packages.tsv and sbom.cdx.json list $count packages"
