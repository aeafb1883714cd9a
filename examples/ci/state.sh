#!/usr/bin/env bash
# One state of an image, in one step of a CI job: state.sh CODE COMMAND...
# Skipped when an earlier run of the job completed it; else COMMAND runs, and what came of it is recorded.
set -euo pipefail
state=$1
shift

code=0
answer=$(pawl check "$IMAGE_BUILD") || code=$?
case $code in
  0) echo "state $state: the image is completed already"; exit 0 ;;
  5) resume=$(sed -n 's/^RESUME_STATE=//p' <<<"$answer") ;;    # failed or abandoned, or just begun
  *) echo "$answer"; exit "$code" ;;                           # 3: never begun; 6: another job is at it
esac
if [ "$state" -lt "$resume" ]; then
  echo "state $state: completed by an earlier run"
  exit 0
fi

pawl start "$IMAGE_BUILD" "$state" --lease 3h                  # longer than any state takes
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if "$@" 2>&1 | tee "$log"; then
  pawl succeed "$IMAGE_BUILD" "$state"
else
  pawl fail "$IMAGE_BUILD" "$state" --error-file "$log"
  exit 1
fi
