#!/bin/sh
# Seals a cleaned copy of the tree: an ext4 image of the root filesystem, and the same as a reproducible tarball.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

new=$work/sealed.new
tree=$work/sealing
rm -rf --one-file-system "$new" "$tree"
mkdir "$new"
cp -a --reflink=auto "$rootfs" "$tree"

# What must differ from machine to machine, or was only of use to the build.
rm -f "$tree"/etc/ssh/ssh_host_*_key "$tree"/etc/ssh/ssh_host_*_key.pub
: > "$tree/etc/machine-id"
rm -f "$tree/var/lib/dbus/machine-id" "$tree/var/lib/systemd/random-seed" "$tree/etc/.resolv.conf.systemd-resolved.bak"
for folder in tmp var/tmp run var/cache/apt var/lib/apt/lists var/log root; do
    find "$tree/$folder" -xdev -mindepth 1 \( -type f -o -type l \) ! -name '.bashrc' ! -name '.profile' -delete
done
find "$tree/tmp" "$tree/run" "$tree/root" -xdev -mindepth 1 -depth -type d -empty -delete
find "$tree" -xdev -newermt "@$SOURCE_DATE_EPOCH" -print0 | xargs -0 -r touch -h -d "@$SOURCE_DATE_EPOCH"

echo "archiving"
tar --create --directory "$tree" --sort=name --numeric-owner --xattrs --xattrs-include='*' --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --file "$new/rootfs.tar" .
zstd -q -T2 -9 --rm "$new/rootfs.tar"

echo "making the disk image"
size=$(($(du -sxm "$tree" | cut -f 1) * 5 / 4 + 128))
truncate -s "${size}M" "$new/disk.ext4"
mke2fs -q -t ext4 -L root -E root_owner=0:0 -d "$tree" "$new/disk.ext4"
e2fsck -f -n "$new/disk.ext4" > "$new/e2fsck.log" 2>&1 || fail 1 "the new image has faults: $(tail -n 2 "$new/e2fsck.log")"
rm "$new/e2fsck.log"
rm -rf --one-file-system "$tree"

(cd "$new" && sha256sum disk.ext4 rootfs.tar.zst > SHA256SUMS)
sync -f "$new"
rm -rf "$work/sealed"
mv "$new" "$work/sealed"

echo "DISK_SHA256=$(awk '$2 == "disk.ext4" { print $1 }' "$work/sealed/SHA256SUMS")" >> "$PAWL_OUTPUT"
echo "ARCHIVE_SHA256=$(awk '$2 == "rootfs.tar.zst" { print $1 }' "$work/sealed/SHA256SUMS")" >> "$PAWL_OUTPUT"
echo "sealed: disk.ext4 ($size MB), rootfs.tar.zst ($(du -sm "$work/sealed/rootfs.tar.zst" | cut -f 1) MB)"
