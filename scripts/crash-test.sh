#!/bin/sh
# Kills real builds with SIGKILL at random moments and resumes them, far more often than the tests do; the last line says what came of it.
#   scripts/crash-test.sh [KILLS] [SEED]
set -eu
cd "$(dirname "$0")/.."
scripts/setup.sh --tests
dotnet build tests/Pawl.EndToEnd -c Release -nologo -v quiet >artifacts/build.log 2>&1 || {
  cat artifacts/build.log >&2
  echo "crash-test: the build failed" >&2
  exit 1
}
export PAWL_BINARY="$PWD/artifacts/pawl/pawl" PAWL_CRASH_KILLS="${1:-10000}"
[ -z "${2:-}" ] || export PAWL_CRASH_SEED="$2"
log=artifacts/crash-test.log
if ! artifacts/bin/Pawl.EndToEnd/release/Pawl.EndToEnd -noColor -showLiveOutput -class Pawl.EndToEnd.Crashes.CrashTests >"$log" 2>&1; then
  cat "$log" >&2
  echo "crash-test: FAILED" >&2
  exit 1
fi
sed -n 's/.*\(crash test: .*\)/\1/p' "$log"
