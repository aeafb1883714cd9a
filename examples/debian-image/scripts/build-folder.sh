# Sourced by every script here: where this build's files are, and who may write them.
# Exit codes of the scripts: 2 = will fail the same way again, 75 = worth another try.

: "${BUILD_ID:?is set by pawl}" "${PAWL_PIPELINE_DIR:?is set by pawl}"
umask 022
export LC_ALL=C.UTF-8

fail() { # fail EXIT_CODE MESSAGE
    echo "error: $2" >&2
    exit "$1"
}

# Always reached as work/BUILD_ID: a link when PAWL_DEBIAN_WORK puts the files elsewhere.
link=$PAWL_PIPELINE_DIR/work/$BUILD_ID
work=${PAWL_DEBIAN_WORK:-$PAWL_PIPELINE_DIR/work}/$BUILD_ID
rootfs=$work/rootfs
case $work in
    /*) ;;
    *) fail 2 "PAWL_DEBIAN_WORK must be an absolute path, and is $PAWL_DEBIAN_WORK" ;;
esac

# Makes the script the only writer of the build, in mount and process namespaces of its own: when it ends or is killed,
# the kernel kills all its children and drops its mounts, so a new attempt meets neither.
alone() { # alone "$@"
    [ -d "$work" ] || fail 2 "no build folder $work: roll back to state 0"
    if [ -z "${in_own_namespaces:-}" ]; then
        export in_own_namespaces=yes
        exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
    fi
    exec 9> "$work/lock"
    flock -w 60 9 || fail 75 "another process works in $work (fuser -v $work/lock shows it)"
}

need_rootfs() {
    [ -x "$rootfs/usr/bin/dpkg" ] || fail 2 "no root filesystem in $rootfs: roll back to state 5"
}

# Runs a command inside the image, with nothing of the builder's environment.
inside() {
    chroot "$rootfs" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"
}
