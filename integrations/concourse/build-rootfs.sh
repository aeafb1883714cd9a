#!/bin/sh
# build-rootfs.sh FOLDER [PAWL]: the root file system of the resource image, from a published pawl (artifacts/pawl/pawl) and this system's libraries:
# the C library, OpenSSL, a list of certificates. On Debian: libssl3 and ca-certificates must be installed.
set -eu
PATH=$PATH:/usr/sbin:/sbin
folder=${1:?usage: build-rootfs.sh FOLDER [PAWL]}
pawl=${2:-$(dirname "$0")/../../artifacts/pawl/pawl}

say() { printf 'build-rootfs: %s\n' "$*" >&2; }
# A place as it is, without the links that lead to it (/lib is one to /usr/lib).
copy() { install -D -m 755 "$(readlink -f "$1")" "$folder$1"; }

[ -x "$pawl" ] || { say "there is no program $pawl; publish it with scripts/setup.sh"; exit 1; }
[ -e /etc/ssl/certs/ca-certificates.crt ] || { say "no list of certificates here; install ca-certificates"; exit 1; }

mkdir -p "$folder/opt/resource" "$folder/etc/ssl/certs" "$folder/usr/lib/ssl" "$folder/root"
install -d -m 1777 "$folder/tmp"
install -m 755 "$pawl" "$folder/opt/resource/pawl"
for script in check in out; do
  ln -sf pawl "$folder/opt/resource/$script"
done

# What it is linked with, and what it opens by name while it runs.
ldd "$pawl" | sed -n 's|.*[[:space:]]\(/[^ ]*\) (.*|\1|p' | sort -u | while read -r library; do copy "$library"; done
for name in libssl.so.3 libcrypto.so.3; do
  library=$(ldconfig -p | sed -n "s|.*$name (.*) => ||p" | head -n 1)
  [ -n "$library" ] || { say "there is no $name here; install libssl3"; exit 1; }
  copy "$library"
done

# Concourse mounts the worker's certificates over /etc/ssl/certs. OpenSSL looks for them in /usr/lib/ssl.
install -m 644 /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
ln -sfn /etc/ssl/certs "$folder/usr/lib/ssl/certs"
ln -sfn /etc/ssl/certs/ca-certificates.crt "$folder/usr/lib/ssl/cert.pem"
echo 'root:x:0:0:root:/root:/sbin/nologin' >"$folder/etc/passwd"
echo 'root:x:0:' >"$folder/etc/group"
echo 'hosts: files dns' >"$folder/etc/nsswitch.conf"
