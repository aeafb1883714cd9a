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
# for the native program; the rest for tests of the guide's scripts, of terminals, of completion and of clean-room packaging.
packages="gcc libc6-dev zlib1g-dev libsqlite3-dev"
[ "${1:-}" = --tests ] && packages="$packages sqlite3 jq python3 bash zsh fish util-linux procps"

missing=
for package in $packages; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "installing$missing"
    # shellcheck disable=SC2086 # one word a package
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $missing; } >artifacts/install.log 2>&1 || {
      tail -n 5 artifacts/install.log >&2
      say "apt-get could not install$missing"
      exit 1
    }
  else
    say "missing:$missing; install them (as root: apt-get install$missing), then run this again"
    exit 1
  fi
fi

# A newer source than the program, or no program yet.
if [ ! -x artifacts/pawl/pawl ] || [ -n "$(find src schemas Directory.Build.props Directory.Packages.props global.json -newer artifacts/pawl/pawl -type f -print -quit)" ]; then
  say "building pawl (about a minute the first time)"
  dotnet publish src/Pawl.Cli -c Release -o artifacts/pawl -nologo -v quiet >artifacts/publish.log 2>&1 || {
    cat artifacts/publish.log >&2
    say "the build failed"
    exit 1
  }
  touch artifacts/pawl/pawl
fi
