#!/bin/sh
# Builds pawl: artifacts/pawl/pawl, one file. Installs what the build needs where that is missing and may be installed.
# --tests also installs what the tests use.
set -eu
cd "$(dirname "$0")/.."
mkdir -p artifacts

say() { printf 'setup: %s\n' "$*" >&2; }

if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --version >/dev/null 2>&1; then
  say "the .NET 10 SDK is needed and 'dotnet' doesn't find it (wanted: $(sed -n 's/.*"version": "\([^"]*\)".*/\1/p' global.json) or newer); install it from your distribution or https://dot.net, then run this again"
  exit 1
fi

# What each package is for: a linker and the C library's headers (gcc, libc6-dev), compression (zlib1g-dev) and SQLite (libsqlite3-dev)
# for the native program; the rest for tests of the guide's scripts, of terminals, of completion, of clean-room packaging, and of the Ansible
# collection: Ansible itself, ssh for a host that isn't there, and what its sanity tests need.
packages="gcc libc6-dev zlib1g-dev libsqlite3-dev"
[ "${1:-}" = --tests ] && packages="$packages sqlite3 jq python3 bash zsh fish util-linux procps ca-certificates
  ansible-core openssh-client pylint pycodestyle yamllint python3-voluptuous python3-venv"

missing_of() {
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || printf ' %s' "$package"
  done
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install() {
  say "installing $*"
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@"; } >artifacts/install.log 2>&1 || {
    tail -n 5 artifacts/install.log >&2
    say "apt-get could not install $*"
    return 1
  }
}

# Installs servers without starting them or making a database: tests start their own. What says so to Debian goes again afterwards.
install_servers() (
  policy=/usr/sbin/policy-rc.d cluster=/etc/postgresql-common/createcluster.d/pawl-tests.conf
  mine=$cluster
  trap 'rm -f $mine; rmdir -p /etc/postgresql-common/createcluster.d 2>/dev/null || :' EXIT
  if [ ! -e "$policy" ]; then
    mine="$mine $policy"
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  mkdir -p "${cluster%/*}"
  echo 'create_main_cluster = false' >"$cluster"
  install "$@"
)

# shellcheck disable=SC2086 # one word a package
missing=$(missing_of $packages)
if [ -n "$missing" ]; then
  if ! may_install; then
    say "missing:$missing; install them (as root: apt-get install$missing), then run this again"
    exit 1
  fi
  # shellcheck disable=SC2086
  install $missing
fi

# The servers that tests of stores talk to, SQLCipher, and Packer. Without one of them its tests are skipped, by name.
if [ "${1:-}" = --tests ]; then
  # prometheus: its promtool checks metrics.
  servers="postgresql redis-server prometheus ceph-mon ceph-mgr ceph-osd radosgw ceph-common packer"
  command -v node >/dev/null 2>&1 || servers="$servers nodejs"
  command -v npm >/dev/null 2>&1 || servers="$servers npm"
  # libFuzzer, see docs/fuzzing.md.
  servers="$servers libclang-rt-dev"
  # SQLCipher, by the name that this release has for it, and its program: see docs/sqlite.md.
  sqlcipher=libsqlcipher0
  apt-cache show "$sqlcipher" >/dev/null 2>&1 || sqlcipher=libsqlcipher1
  servers="$servers $sqlcipher sqlcipher"
  # shellcheck disable=SC2086
  missing=$(missing_of $servers)
  if [ -n "$missing" ] && may_install; then
    # shellcheck disable=SC2086
    install_servers $missing || say "tests that need them will be skipped"
  elif [ -n "$missing" ]; then
    say "tests that need these will be skipped (as root: apt-get install$missing):$missing"
  fi

  wanted=tests/Pawl.Servers/npm installed=artifacts/servers/npm
  if command -v npm >/dev/null 2>&1 && ! cmp -s "$wanted/package-lock.json" "$installed/installed-lock.json"; then
    say "installing the npm packages of the test servers"
    mkdir -p "$installed"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$wanted/.npmrc" "$installed/"
    if (cd "$installed" && npm ci) >artifacts/npm.log 2>&1; then
      cp "$wanted/package-lock.json" "$installed/installed-lock.json"
    else
      tail -n 5 artifacts/npm.log >&2
      say "npm could not install them; tests that need them will be skipped"
    fi
  fi
fi

# A newer source than the program, or no program yet.
if [ ! -x artifacts/pawl/pawl ] || [ -n "$(find src schemas Directory.Build.props Directory.Packages.props global.json -newer artifacts/pawl/pawl -type f -print -quit)" ]; then
  say "building pawl (some minutes the first time)"
  dotnet publish src/Pawl.Cli -c Release -o artifacts/pawl -nologo -v quiet >artifacts/publish.log 2>&1 || {
    cat artifacts/publish.log >&2
    say "the build failed"
    exit 1
  }
  touch artifacts/pawl/pawl
fi

# The Ansible collection's archive, where there is what makes it.
if command -v ansible-galaxy >/dev/null 2>&1; then
  archive=$(find artifacts/ansible -name 'pawl-build-*.tar.gz' -print -quit 2>/dev/null || :)
  if [ -z "$archive" ] || [ -n "$(find integrations/ansible -newer "$archive" -type f -print -quit)" ]; then
    scripts/ansible-collection.sh >/dev/null
  fi
fi
