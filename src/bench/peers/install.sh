#!/bin/sh
# Installs Redis for the peers that Parley is compared with, where it is missing: on Debian and its
# relatives, as root. Does nothing where there is one.
set -eu
if command -v redis-server >/dev/null 2>&1; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "Redis is missing. Install redis-server." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Without a runlevel the package does not start a server of its own.
export RUNLEVEL=1
apt-get update -q
apt-get install -q -y --no-install-recommends redis-server
