#!/bin/sh
# Runs ansible-test's sanity tests over the Ansible collection, with the tools that Debian packages instead of those that pip would bring.
# Left out: compiling and importing under other Pythons than the system's; mypy, which ansible-test itself leaves out for collections.
# There is nothing for pslint and shellcheck to look at. Arguments go to `ansible-test sanity`, such as --test validate-modules.
set -eu
cd "$(dirname "$0")/.."
[ -x /usr/bin/ansible-test ] || { echo "ansible-sanity: ansible-test is needed (Debian: ansible-core)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/ansible_collections/pawl"
cp -r integrations/ansible "$work/ansible_collections/pawl/build"
cd "$work/ansible_collections/pawl/build"
find . -name __pycache__ -prune -exec rm -r {} +
export HOME="$work" LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
/usr/bin/python3 tests/sanity/debian.py sanity --python "$version" --color no "$@"
