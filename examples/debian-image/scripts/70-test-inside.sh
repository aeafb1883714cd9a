#!/bin/sh
# Tests of the configured system, from inside it.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

passed=0
failed=0
check() { # check WHAT COMMAND...
    what=$1
    shift
    if output=$("$@" 2>&1); then
        passed=$((passed + 1))
        echo "ok      $what"
    else
        failed=$((failed + 1))
        echo "not ok  $what: $(echo "$output" | tail -n 3 | tr '\n' ' ')"
    fi
}

packages_are_whole() { [ -z "$(inside dpkg --audit)" ] && ! inside dpkg --verify | grep -v ' c '; }
enabled() { [ "$(inside systemctl is-enabled "$1")" = enabled ]; }
sshd_says() { inside sshd -T | grep -qx "$1"; }
page_answers() { printf 'GET / HTTP/1.0\r\n\r\n' | inside busybox httpd -i -h /srv/status | grep -qF "build $BUILD_ID"; }
account_is_locked() { [ "$(inside passwd --status "$1" | cut -d ' ' -f 2)" = L ]; }

mkdir -p "$rootfs/run/sshd"      # the unit makes it on a running machine
inside ssh-keygen -A > /dev/null # thrown away when the image is sealed

check "packages are whole and unchanged" packages_are_whole
check "host name is $IMAGE_HOSTNAME" grep -qx "$IMAGE_HOSTNAME" "$rootfs/etc/hostname"
check "time zone is UTC" [ "$(inside date +%Z)" = UTC ]
check "sshd's settings are valid" inside sshd -t
check "sshd refuses root" sshd_says "permitrootlogin no"
check "sshd refuses passwords" sshd_says "passwordauthentication no"
check "root's account is locked" account_is_locked root
check "$ADMIN_USER is an administrator" inside runuser -u "$ADMIN_USER" -- sudo -n true
check "sudo's settings are valid" inside visudo -c
for unit in ssh.service systemd-networkd.service systemd-resolved.service status-page.service; do
    check "$unit is enabled" enabled "$unit"
    check "$unit is well formed" inside systemd-analyze verify --man=no "$unit"
done
check "the status page answers" page_answers

echo "TESTS_PASSED=$passed" >> "$PAWL_OUTPUT"
[ "$failed" -eq 0 ] || fail 2 "$failed of $((passed + failed)) tests failed"
echo "$passed tests passed"
