#!/bin/sh
set -eu
mv "$IMAGE_FOLDER/image.raw" "$IMAGE_FOLDER/published.raw"
