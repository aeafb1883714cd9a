#!/bin/sh
# Packages the Ansible collection: artifacts/ansible/pawl-build-VERSION.tar.gz. Prints the archive's path.
set -eu
cd "$(dirname "$0")/.."
command -v ansible-galaxy >/dev/null || { echo "ansible-collection: ansible-galaxy is needed (Debian: ansible-core)" >&2; exit 1; }
program=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' Directory.Build.props)
collection=$(sed -n 's/^version: //p' integrations/ansible/galaxy.yml)
if [ "$program" != "$collection" ]; then
  echo "ansible-collection: galaxy.yml says version $collection, Directory.Build.props $program; make them the same" >&2
  exit 1
fi
output=${1:-artifacts/ansible}
mkdir -p "$output"
ansible-galaxy collection build --force --output-path "$output" integrations/ansible >"$output/build.log" || { cat "$output/build.log" >&2; exit 1; }
echo "$output/pawl-build-$collection.tar.gz"
