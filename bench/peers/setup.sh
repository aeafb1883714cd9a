#!/bin/sh
# Installs what the peers need and what is not there yet: Node.js, npm and PostgreSQL as Debian packages, then the
# npm packages at the versions of the lock files. A second run does nothing.
set -eu
cd "$(dirname "$0")"

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

packages=""
command -v node >/dev/null || packages="nodejs"
command -v npm >/dev/null || packages="$packages npm"
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    packages="$packages postgresql"
    # Each run makes a server of its own; the package need not start one for the machine.
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo "create_main_cluster = false" | as_root tee /etc/postgresql-common/createcluster.d/pawl-bench.conf >/dev/null
fi
if [ -n "$packages" ]; then
    as_root apt-get update -qq
    # shellcheck disable=SC2086 # one word for each package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
fi

node_version=$(node --version)
major=${node_version#v}
if [ "${major%%.*}" -lt 20 ]; then
    echo "The peers need Node.js 20 or newer, and node is $node_version: install a newer one and run this again." >&2
    exit 1
fi

for peer in restate dbos; do
    if [ ! "$peer/node_modules/.package-lock.json" -nt "$peer/package-lock.json" ]; then
        (cd "$peer" && npm ci)
    fi
done
