#!/bin/sh
# Makes a Debian root filesystem in a folder of its own and renames it into place when it is whole.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"

packages=systemd-sysv,dbus,udev,systemd-resolved,iproute2,openssh-server,sudo,busybox,python3,ca-certificates
new=$work/rootfs.new
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Debian's sources as this machine's apt has them, so that the image comes from the same mirror.
if [ -n "${MIRROR:-}" ]; then
    echo "deb [signed-by=$keyring] $MIRROR $SUITE main" > "$work/sources.list"
else
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
        awk -v suite="$SUITE" -v keyring="$keyring" '
            $1 == "Debian" && $4 == "main" && ($3 == suite || $3 == suite "-updates" || $3 == suite "-security") {
                print "deb [signed-by=" keyring "] " $2, $3, $4
            }' | sort -u > "$work/sources.list"
fi
grep -q " $SUITE main" "$work/sources.list" ||
    fail 2 "apt on this machine has no Debian source for $SUITE: run apt-get update, or set MIRROR to a mirror's URL"

# The builder's own way to its mirror (proxy, checks), for the time of the bootstrap only.
apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries|ForceIPv)' > "$work/apt.conf" || true
export BUILDER_APT="$work/apt.conf"

rm -rf --one-file-system "$new"

# Packer leaves files of its own open, and mmdebstrap's dash knows only descriptors of one digit. 9 is the lock.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&-

mmdebstrap --mode=root --variant=minbase --include="$packages" \
    --setup-hook='cp "$BUILDER_APT" "$1/etc/apt/apt.conf.d/00builder"' \
    --customize-hook='rm "$1/etc/apt/apt.conf.d/00builder"' \
    "$SUITE" "$(readlink -f "$work")/rootfs.new" "$work/sources.list"

sync -f "$new"
rm -rf --one-file-system "$rootfs"
mv "$new" "$rootfs"
count=$(grep -c '^Package:' "$rootfs/var/lib/dpkg/status")
echo "root filesystem: $count packages, $(du -sm "$rootfs" | cut -f 1) MB"
