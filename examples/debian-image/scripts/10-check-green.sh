#!/bin/sh
# Is what mmdebstrap made a whole Debian system that runs?
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

inside /bin/true || fail 2 "nothing runs in $rootfs: is it on a filesystem mounted noexec?"
[ -c "$rootfs/dev/null" ] || fail 2 "$rootfs has no devices: its filesystem forbids them"
inside sh -c ': > /dev/null' || fail 2 "$rootfs is on a filesystem mounted nodev: set PAWL_DEBIAN_WORK to another"

codename=$(. "$rootfs/etc/os-release" && echo "$VERSION_CODENAME")
[ "$codename" = "$SUITE" ] || fail 2 "the image is $codename, not $SUITE"
faults=$(inside dpkg --audit)
[ -z "$faults" ] || fail 2 "dpkg --audit in the image: $faults"
for tool in /sbin/init /usr/sbin/sshd /usr/bin/python3 /usr/bin/sudo /usr/bin/busybox; do
    [ -e "$rootfs$tool" ] || fail 2 "the image lacks $tool"
done

version=$(cat "$rootfs/etc/debian_version")
echo "DEBIAN_VERSION=$version" >> "$PAWL_OUTPUT"
echo "green: Debian $version ($codename), dpkg clean, chroot runs"
