#!/bin/sh
# Installs what is missing on the builder and makes the build's folder.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"

[ "$(id -u)" -eq 0 ] || fail 2 "this example must run as root: it uses chroot and apt-get"
command -v apt-get > /dev/null || fail 2 "this example needs a Debian 12 machine: there is no apt-get here"

unshare --mount --pid --fork true || fail 2 "this machine forbids namespaces: in a container, run it privileged"

# "ansible" brings ansible-core and the community.general collection, where the chroot connection is.
missing=
for package in packer ansible mmdebstrap e2fsprogs zstd jq debian-archive-keyring; do
    state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "installing:$missing"
    export DEBIAN_FRONTEND=noninteractive
    dpkg --configure -a      # what a killed installation left half done
    apt-get -q -o DPkg::Lock::Timeout=300 update
    apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends $missing
else
    echo "nothing to install"
fi

mkdir -p "$work" "$PAWL_PIPELINE_DIR/work"
if ! [ "$link" -ef "$work" ]; then
    [ -L "$link" ] || [ ! -e "$link" ] || fail 2 "$link exists, and PAWL_DEBIAN_WORK points elsewhere: move one of them"
    ln -sfn "$work" "$link"
fi
free=$(df -Pm "$work" | awk 'NR == 2 { print $4 }')
[ "$free" -ge 2048 ] || fail 2 "$work has $free MB free, the build needs 2048: set PAWL_DEBIAN_WORK to a larger place"

# Recorded once and seen by every later state: no file in the image is younger, so the same tree gives the same tarball.
echo "SOURCE_DATE_EPOCH=$(date +%s)" >> "$PAWL_OUTPUT"
echo "build folder: $work ($free MB free)"
