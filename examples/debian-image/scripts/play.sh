#!/bin/sh
# play.sh PLAYBOOK: applies a playbook to the root filesystem through Ansible's chroot connection.
set -eu
. "$PAWL_PIPELINE_DIR/scripts/build-folder.sh"
alone "$@"
need_rootfs

export ROOTFS="$rootfs"
export ANSIBLE_CONFIG="$PAWL_PIPELINE_DIR/ansible.cfg"
export ANSIBLE_HOME="$work/ansible" ANSIBLE_LOCAL_TEMP="$work/ansible/tmp"
rm -rf "$rootfs/tmp/.ansible" "$ANSIBLE_LOCAL_TEMP"      # what a killed play left

code=0
ansible-playbook "$PAWL_PIPELINE_DIR/playbooks/$1" || code=$?
rm -rf "$rootfs/tmp/.ansible"
exit "$code"
