#!/bin/sh
set -eu
grep -q configured "$IMAGE_FOLDER/image.raw"
