#!/bin/sh
# Installs nginx and HAProxy for the tests with a cluster behind them, where one is missing: on
# Debian and its relatives, as root. Does nothing where both are there.
set -eu
PATH=$PATH:/usr/sbin
if command -v nginx >/dev/null 2>&1 && command -v haproxy >/dev/null 2>&1; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "nginx or HAProxy is missing. Install both." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Without a runlevel the packages do not start servers of their own.
export RUNLEVEL=1
apt-get update -q
apt-get install -q -y --no-install-recommends nginx-light haproxy
