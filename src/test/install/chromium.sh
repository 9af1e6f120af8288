#!/bin/sh
# Installs Chromium's headless shell for the tests of the portal page, where it is missing: on Debian and its
# relatives, as root. Does nothing where there is one.
set -eu
if command -v chromium-headless-shell >/dev/null 2>&1; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "chromium-headless-shell is missing. Install it, or name a Chromium in the environment variable CHROMIUM." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# The font shows emoji in screenshots; without it they are boxes.
apt-get install -q -y --no-install-recommends chromium-headless-shell fonts-noto-color-emoji
