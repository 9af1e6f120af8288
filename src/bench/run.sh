#!/bin/sh
# Runs the load generator with as many open files as it may have; the servers that it starts inherit
# that. Called by Maven with the arguments of java; docs/bench.md tells how.
set -eu
for limit in 65536 "$(ulimit -H -n)"; do
    # shellcheck disable=SC3045
    ulimit -n "$limit" 2>/dev/null && break
done
# The cheapest collector: what is measured shares the machine with the generator.
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -Xmn384m "$@"
