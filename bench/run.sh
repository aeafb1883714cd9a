#!/bin/sh
# Sets up and runs all benchmarks, and prints a report in Markdown. Takes about ten minutes, --quick about three; an otherwise idle machine,
# please. Parts can be named: commands, steps, fleet, history, stores, waiting, redactor, sealing.
#   bench/run.sh [--quick] [PART...]
# Files are written under TMPDIR: 6 GB for the fleet, on the disk that is to be measured.
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh --tests >&2
bench/peers/setup.sh >&2
if [ ! -x /usr/bin/time ]; then
  echo "bench: GNU time measures the peak memory, and /usr/bin/time is missing: install it (as root: apt-get install time), then run this again" >&2
  exit 1
fi
dotnet build bench/Pawl.Bench -c Release -nologo -v quiet >&2
exec artifacts/bin/Pawl.Bench/release/Pawl.Bench "$PWD" "$@"
