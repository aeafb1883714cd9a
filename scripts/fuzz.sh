#!/bin/sh
# Fuzzes everything that reads bytes which Pawl may not have written:
# fuzz.sh [TARGET...] [--seconds N | --in-all N] [--seed N] [--folder DIR] [--no-build]
# --seconds: for each target (60); --in-all: shared by the targets. Everything is kept in --folder (artifacts/fuzz). Exit code 1: there is a finding.
set -eu
cd "$(dirname "$0")/.."
root=artifacts/fuzz

say() { printf 'fuzz: %s\n' "$*" >&2; }
wrong() { say "$*; use: fuzz.sh [TARGET...] [--seconds N | --in-all N] [--seed N] [--folder DIR] [--no-build]"; exit 2; }
number() { case ${2:-} in '' | *[!0-9]* | 0) wrong "$1 takes a whole number from 1 on" ;; esac; }

targets="" seconds=60 in_all="" seed=$(date +%s) build=yes
while [ $# -gt 0 ]; do
  case $1 in
    --seconds) number "$@"; seconds=$2; shift 2 ;;
    --in-all) number "$@"; in_all=$2; shift 2 ;;
    --seed) number "$@"; seed=$2; shift 2 ;;
    --folder) [ -n "${2:-}" ] || wrong "$1 takes a folder"; root=$2; shift 2 ;;
    --no-build) build=no; shift ;;
    -*) wrong "there is no option $1" ;;
    *) targets="$targets $1"; shift ;;
  esac
done

# libFuzzer as a library for the .NET process: Debian's package of LLVM's runtimes has it.
archive=$(find /usr/lib/llvm-*/lib/clang -name "libclang_rt.fuzzer_no_main-$(uname -m).a" 2>/dev/null | sort -V | tail -n 1)
if [ -z "$archive" ]; then
  say "libFuzzer isn't here; install libclang-rt-14-dev (scripts/setup.sh --tests does)"
  exit 2
fi
mkdir -p "$root"
root=$(cd "$root" && pwd)
library="$root/libpawlfuzz.so"
gcc -shared -fPIC -O2 -o "$library" tests/Pawl.Fuzz/native/edges.c \
  -Wl,--whole-archive "$archive" -Wl,--no-whole-archive -l:libstdc++.so.6 -lpthread -lm

if [ "$build" = yes ]; then
  dotnet build tests/Pawl.Fuzz -c Release -nologo -v quiet >"$root/build.log" 2>&1 || { cat "$root/build.log" >&2; say "the build failed"; exit 2; }
fi
program=artifacts/bin/Pawl.Fuzz/release/Pawl.Fuzz
if [ -n "$in_all" ]; then
  # shellcheck disable=SC2086 # a word a target
  count=$(if [ -n "$targets" ]; then printf '%s\n' $targets; else "$program" list; fi | wc -l)
  seconds=$((in_all / count))
  [ "$seconds" -gt 0 ] || seconds=1
fi
# shellcheck disable=SC2086
exec "$program" run "$seconds" "$seed" "$root" "$PWD/tests/Pawl.Fuzz/seeds" "$library" $targets
