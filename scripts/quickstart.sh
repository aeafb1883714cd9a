#!/bin/sh
# Builds pawl and runs an example: examples/quickstart, or the one that is named. Kill it, run it again: it goes on where it stopped.
#   scripts/quickstart.sh [quickstart|debian-image] [BUILD_ID]
set -eu
cd "$(dirname "$0")/.."
example=${1:-quickstart}
build=${2:-$example-1}
if [ ! -f "examples/$example/pipeline.yaml" ]; then
  echo "quickstart: there is no examples/$example; there are: $(ls examples | tr '\n' ' ')" >&2
  exit 2
fi
scripts/setup.sh
exec artifacts/pawl/pawl run "examples/$example/pipeline.yaml" --build-id "$build"
