#!/bin/sh
# Sets up and runs all tests; the last line counts them. Arguments go to the test programs.
set -u
cd "$(dirname "$0")/.."
scripts/setup.sh --tests || exit 1
export PAWL_BINARY="$PWD/artifacts/pawl/pawl"
dotnet build -c Release -nologo -v quiet >artifacts/build.log 2>&1 || { cat artifacts/build.log >&2; echo "test: the build failed" >&2; exit 1; }

passed=0 failed=0 skipped=0 status=0
for project in Pawl.Tests Pawl.Conformance Pawl.SqlCipher Pawl.EndToEnd; do
  log="artifacts/$project.log"
  "artifacts/bin/$project/release/$project" -noColor "$@" >"$log" 2>&1 || status=1
  cat "$log"
  # xunit's line: "   Pawl.Tests  Total: 43, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 24.347s"
  counts=$(sed -n 's/.* Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\),.*/\1 \2 \3 \4/p' "$log" | tail -n 1)
  if [ -z "$counts" ]; then
    echo "test: $project ended without a count" >&2
    counts="1 1 0 0" status=1
  fi
  # shellcheck disable=SC2086 # four words
  set_counts() { total=$1 errors=$2 fails=$3 skips=$4; }
  set_counts $counts
  failed=$((failed + errors + fails)) skipped=$((skipped + skips)) passed=$((passed + total - fails - skips))
done
[ "$failed" = 0 ] || status=1
if [ "$skipped" = 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skipped skipped"; fi
exit "$status"
