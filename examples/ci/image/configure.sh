#!/bin/sh
# Makes the image from the base: into a new file, so that it can be run again at any time.
set -eu
: "${REPO_PASSWORD:?is not set}"           # a secret of the CI server: in the environment, never in an argument
{ cat "$IMAGE_FOLDER/base.raw"; echo "configured"; } > "$IMAGE_FOLDER/image.new"
mv "$IMAGE_FOLDER/image.new" "$IMAGE_FOLDER/image.raw"
