#!/bin/sh
# Installs the Python client of Socket.IO for its tests, where it is missing: on Debian and its
# relatives, as root. Does nothing where it is there.
set -eu
python="${1:-/usr/bin/python3}"
if "$python" -c "import socketio, websocket, requests" 2>/dev/null; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    echo "python3-socketio, python3-websocket or python3-requests is missing. Install them, or name" \
        "an interpreter that has them in the environment variable PYTHON." >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends python3-socketio python3-websocket python3-requests
