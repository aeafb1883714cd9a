#!/bin/sh
# The last look at the whole tree before it is sealed.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

none() { # none WHAT COMMAND...: the command lists what must not be there
    what=$1
    shift
    found=$("$@") || fail 2 "could not look for $what"
    [ -z "$found" ] || fail 2 "$what: $(echo "$found" | head -n 5 | tr '\n' ' ')"
    echo "none    $what"
}

new_setuid_programs() {
    inside find / -xdev -type f -perm -4000 > "$work/setuid.found"
    LC_ALL=C sort "$work/setuid.found" | LC_ALL=C comm -23 - "$PAWL_PIPELINE_DIR/files/setuid.txt"
}

none "files of unknown owners" inside find / -xdev \( -nouser -o -nogroup \)
none "files that everyone may write" inside find / -xdev -type f -perm -0002
none "folders that everyone may write, without the sticky bit" inside find / -xdev -type d -perm -0002 ! -perm -1000
none "accounts with an empty password" awk -F : '$2 == "" { print $1 }' "$rootfs/etc/shadow"
none "accounts other than root with uid 0" awk -F : '$3 == 0 && $1 != "root" { print $1 }' "$rootfs/etc/passwd"
none "setuid programs that are not in files/setuid.txt" new_setuid_programs
none "enabled units that do not exist" inside find /etc/systemd/system -xtype l
none "builder's apt settings" find "$rootfs/etc/apt/apt.conf.d" -name 00builder

inside dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\t${Installed-Size}\n' | cmp - "$work/packages.tsv" ||
    fail 2 "packages changed after state 85 listed them: roll back to it"
size=$(du -sxm "$rootfs" | cut -f 1)
[ "$size" -le 600 ] || fail 2 "the tree takes $size MB, more than the 600 MB allowed"
echo "ROOTFS_MB=$size" >> "$PAWL_OUTPUT"
echo "valid: $size MB"
