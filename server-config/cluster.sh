#!/bin/sh
# Runs a cluster on this machine, for experiments and tests: PostgreSQL and several nodes in
# development mode. All nodes share one key, so each accepts the tokens of all.
#
#   cluster.sh up wildfly liberty   starts two nodes; waits until all are ready and see each other
#   cluster.sh stop 2               stops node 2; kills it after a minute, which counts as a failure
#   cluster.sh kill 2               kills node 2 (kill -9)
#   cluster.sh start 2              starts node 2 again, and waits until it is ready
#   cluster.sh pause 2              suspends node 2, like a machine that hangs
#   cluster.sh resume 2             resumes node 2
#   cluster.sh stop postgres        stops the database, and keeps its data
#   cluster.sh start postgres       starts the database again
#   cluster.sh down                 stops everything
#
# Ports, on the loopback address only: 8080 + 100 (N - 1) for node N, 9990 + 100 (N - 1) for WildFly's
# management, 8090 for PostgreSQL. HTTP_PORT=9080 raises all of them by 1000.
#
# Files are in target/cluster, or in $CLUSTER_HOME: node-N.pid, postgres.pid, node-N.log, postgres.log,
# and dev-key.pem, which signs the tokens. `up` starts with an empty database. Requires curl and ps.
#
# `up` and `start` pass Parley's settings on from the environment (PARLEY_RATE_LIMIT=1000);
# NODE_2_PARLEY_RATE_LIMIT=1000 applies to node 2 only. NODE_JAVA_OPTS replaces -Xmx512m.
# CLUSTER_PATIENCE replaces the 300 seconds within which nodes must be ready, MVN the command mvn, and WAR the
# file that the nodes deploy.
set -eu

cd "$(dirname "$0")/.."
root=$PWD
home=${CLUSTER_HOME:-$root/target/cluster}
wildfly=$root/target/wildfly
liberty=$root/target/liberty/wlp
war=$root/target/ROOT.war
deployed=${WAR:-$war}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
patience=${CLUSTER_PATIENCE:-300}

say() {
    echo "cluster: $*"
}

fail() {
    echo "cluster: $*" >&2
    exit 1
}

# --- Ports and files of node $1 ------------------------------------------------------------------

# Prints by how much all ports are raised.
shift_by() {
    echo $(($(cat "$home/http-port") - 8080))
}

offset() {
    echo $(($(shift_by) + 100 * ($1 - 1)))
}

http_port() {
    echo $((8080 + $(offset "$1")))
}

# Prints the ports of process $1; the one for health checks comes last.
ports() {
    case $1 in
    postgres) echo $((8090 + $(shift_by))) ;;
    *)
        http_port "${1#node-}"
        if [ "$(kind "${1#node-}")" = wildfly ]; then
            echo $((9990 + $(offset "${1#node-}")))
        fi
        ;;
    esac
}

kind() {
    cat "$home/node-$1/kind"
}

nodes() {
    for folder in "$home"/node-*/; do
        if [ -e "$folder/kind" ]; then
            basename "$folder" | sed 's/node-//'
        fi
    done
}

# --- Processes: a name is node-1, node-2 ... or postgres -----------------------------------------

# Whether the process is running. A pid that another process reuses does not count.
is_up() {
    [ -s "$home/$1.pid" ] && ps -ww -o args= -p "$(cat "$home/$1.pid")" | grep -qF "$home/$1"
}

signal() {
    if is_up "$2"; then
        kill "-$1" "$(cat "$home/$2.pid")" 2>/dev/null || true
    fi
}

# Waits at most $1 seconds until none of the named processes is running.
await_end() {
    left=$(($1 * 5))
    shift
    for name; do
        while is_up "$name"; do
            [ "$left" -gt 0 ] || return 1
            left=$((left - 1))
            sleep 0.2
        done
    done
}

# Ends processes with signal $1; kills them after $2 seconds, and then fails.
end() {
    how=$1
    bound=$2
    shift 2
    for name; do
        signal "$how" "$name"
        # A paused process must resume to handle the signal.
        signal CONT "$name"
    done
    forced=
    if ! await_end "$bound" "$@"; then
        forced=yes
        for name; do
            if is_up "$name"; then
                say "$name does not end and is killed"
                signal KILL "$name"
            fi
        done
        await_end 10 "$@" || fail "$* cannot be ended"
    fi
    for name; do
        rm -f "$home/$name.pid"
    done
    [ -z "$forced" ]
}

end_nodes() {
    # shellcheck disable=SC2046
    set -- $(nodes | sed 's/^/node-/')
    end TERM 60 "$@"
}

end_postgres() {
    # SIGINT: PostgreSQL disconnects its clients instead of waiting for them.
    end INT 20 postgres
}

# --- Start ---------------------------------------------------------------------------------------

build_what_is_missing() {
    servers=
    for kind; do
        if [ "$kind" = wildfly ] && [ ! -e "$wildfly/.complete" ]; then
            servers=$servers,wildfly
        elif [ "$kind" = liberty ] && [ ! -x "$liberty/bin/server" ]; then
            servers=$servers,liberty
        fi
    done
    # Every build of a server also writes the class path.
    if [ ! -e "$war" ] || [ ! -e target/cluster.classpath ] \
        || [ ! -e target/test-classes/dev/parley/harness/server/Postgres.class ]; then
        servers=${servers:-$1}
    fi
    if [ -n "$servers" ]; then
        say "building: mvn -q package -Dservers=$servers"
        ${MVN:-mvn} -q -Dskip.unit package "-Dservers=$servers" || fail "the build failed"
    elif [ -n "$(find src/main liquibase pom.xml -newer "$war" -type f | head -n 1)" ]; then
        say "target/ROOT.war is older than the sources; mvn package makes it anew"
    fi
}

is_free() {
    code=0
    curl -s -o /dev/null --max-time 2 "http://127.0.0.1:$1/" || code=$?
    # 7: connection refused.
    [ "$code" -eq 7 ]
}

require_free() {
    for port in $(ports "$1"); do
        is_free "$port" || fail "port $port is taken, which $1 wants"
    done
}

start_postgres() {
    require_free postgres
    # The Java program exits once the database is up; the database keeps running.
    "$java" -Xmx64m -cp "$(cat target/cluster.classpath)" dev.parley.harness.server.Postgres \
        "$(ports postgres)" "$home/postgres" "$home/postgres.log" \
        </dev/null >>"$home/postgres.log" 2>&1 || {
        tail -n 20 "$home/postgres.log" >&2
        fail "PostgreSQL did not start, see $home/postgres.log"
    }
    head -n 1 "$home/postgres/postmaster.pid" >"$home/postgres.pid"
    say "PostgreSQL is ready at port $(ports postgres)"
}

prepare_node() {
    node=$home/node-$1
    case $2 in
    wildfly)
        mkdir -p "$node/deployments"
        cp -R "$wildfly/standalone/configuration" "$node"
        cp "$deployed" "$node/deployments/ROOT.war"
        ;;
    liberty)
        mkdir -p "$node/servers/parley/dropins" "$node/shared/resources"
        cp server-config/liberty/server.xml "$node/servers/parley"
        cp -R "$liberty/usr/shared/resources/jdbc" "$node/shared/resources"
        cp "$deployed" "$node/servers/parley/dropins/ROOT.war"
        ;;
    esac
    echo "$2" >"$node/kind"
}

# In a subshell, because its exports are for one node only.
run_node() (
    export DB_DRIVER=postgresql DB_USER=parley DB_PASSWORD=parley
    export DB_URL="jdbc:postgresql://127.0.0.1:$(ports postgres)/parley?socketTimeout=10&logServerErrorDetail=false"
    export PARLEY_DEV_ENABLED=true PARLEY_DEV_KEY_FILE="$home/dev-key.pem"
    export PARLEY_CLUSTER_BIND_ADDRESS="${PARLEY_CLUSTER_BIND_ADDRESS:-127.0.0.1}"
    # Each node has a second port, 100 higher, for failure detection.
    export PARLEY_CLUSTER_PORT=$((7800 + $(shift_by) + 10 * ($1 - 1)))
    while IFS= read -r setting; do
        [ -z "$setting" ] || export "$setting"
    done <<EOF
$(env | sed -n "s/^NODE_$1_//p")
EOF
    exec </dev/null >>"$home/node-$1.log" 2>&1
    case $(kind "$1") in
    wildfly)
        rm -f "$home/node-$1/java.pid"
        unset HTTP_PORT
        export HTTP_HOST=127.0.0.1 LAUNCH_JBOSS_IN_BACKGROUND=true
        export JBOSS_PIDFILE="$home/node-$1/java.pid" JAVA_OPTS="${NODE_JAVA_OPTS:--Xmx512m}"
        nohup "$wildfly/bin/standalone.sh" "-Djboss.server.base.dir=$home/node-$1" \
            "-Djboss.socket.binding.port-offset=$(offset "$1")" &
        # The pid of the server, not of the script: the server outlives the script.
        left=100
        while [ ! -s "$home/node-$1/java.pid" ] && [ "$left" -gt 0 ]; do
            left=$((left - 1))
            sleep 0.1
        done
        cat "$home/node-$1/java.pid" >"$home/node-$1.pid"
        ;;
    liberty)
        export HTTP_HOST=127.0.0.1 WLP_USER_DIR="$home/node-$1" WLP_LOGGING_CONSOLE_LOGLEVEL=INFO
        HTTP_PORT=$(http_port "$1")
        export HTTP_PORT JVM_ARGS="${NODE_JAVA_OPTS:--Xmx512m}"
        # The script replaces itself with the server; the option identifies the process.
        nohup "$liberty/bin/server" run parley -- "--node.home=$home/node-$1" &
        echo $! >"$home/node-$1.pid"
        ;;
    esac
)

start_node() {
    require_free "node-$1"
    run_node "$1"
}

# --- Wait ----------------------------------------------------------------------------------------

get() {
    curl -s -f --max-time 5 "$@"
}

# Whether node $1 accepts clients and sees $2 nodes.
is_ready() {
    # WildFly logs each health check that fails, so check the health last.
    get -o /dev/null -H 'Content-Type: application/json' \
        -d '{"sub":"cluster","username":"Cluster"}' \
        "http://127.0.0.1:$(http_port "$1")/dev/token" || return 1
    port=$(ports "node-$1" | tail -n 1)
    health=$(get "http://127.0.0.1:$port/health/ready") || return 1
    members=$(echo "$health" | tr -d ' \n' | sed -n 's/.*"members":"\([^"]*\)".*/\1/p')
    [ -n "$members" ] && [ "$(echo "$members" | tr ',' '\n' | wc -l)" -eq "$2" ]
}

running_nodes() {
    for node in $(nodes); do
        if is_up "node-$node"; then
            echo "$node"
        fi
    done
}

# Waits until the named nodes are ready and all running nodes see each other.
await_ready() {
    deadline=$(($(date +%s) + patience))
    for node in "$@" $(running_nodes); do
        until is_ready "$node" "$(running_nodes | wc -l)"; do
            is_up "node-$node" || give_up "$node" "has ended"
            [ "$(date +%s)" -lt "$deadline" ] || give_up "$node" "is not ready after $patience s"
            sleep 0.5
        done
    done
}

give_up() {
    for node in $(running_nodes); do
        echo "cluster: health of node $node:" >&2
        curl -s --max-time 5 "http://127.0.0.1:$(ports "node-$node" | tail -n 1)/health/ready" >&2 || true
        echo >&2
    done
    tail -n 20 "$home/node-$1.log" >&2
    fail "node $1 ($(kind "$1")) $2, see $home/node-$1.log"
}

# --- Commands ------------------------------------------------------------------------------------

clean_up() {
    code=$?
    trap - EXIT INT TERM
    if [ "$code" -ne 0 ]; then
        say "ending what was started"
        down
    fi
    exit "$code"
}

up() {
    [ $# -gt 0 ] || usage
    for kind; do
        case $kind in wildfly | liberty) ;; *) usage ;; esac
    done
    for name in postgres $(nodes | sed 's/^/node-/'); do
        if is_up "$name"; then
            fail "there is a cluster: $name runs; cluster.sh down ends it"
        fi
    done
    build_what_is_missing "$@"
    mkdir -p "$home"
    rm -rf "$home"/node-* "$home"/postgres*
    echo "${HTTP_PORT:-8080}" >"$home/http-port"
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    count=0
    for kind; do
        count=$((count + 1))
        prepare_node "$count" "$kind"
        require_free "node-$count"
    done
    start_postgres
    # The first node creates the schema; the others would only wait for it.
    start_node 1
    await_ready 1
    node=1
    while [ "$node" -lt "$count" ]; do
        node=$((node + 1))
        start_node "$node"
    done
    # shellcheck disable=SC2046
    await_ready $(nodes)
    trap - EXIT INT TERM
    for node in $(nodes); do
        say "node $node ($(kind "$node")) is ready at http://localhost:$(http_port "$node")/"
    done
}

# Succeeds even if a process had to be killed.
down() {
    end_nodes || true
    end_postgres || true
}

start() {
    is_up "$1" && fail "$1 runs"
    case $1 in
    postgres) start_postgres ;;
    *)
        start_node "${1#node-}"
        await_ready "${1#node-}"
        say "node ${1#node-} is ready"
        ;;
    esac
}

stop() {
    case $1 in
    postgres) end_postgres ;;
    *) end TERM 60 "$1" ;;
    esac
}

pause() {
    is_up "$1" || fail "$1 does not run"
    signal STOP "$1"
}

resume() {
    is_up "$1" || fail "$1 does not run"
    signal CONT "$1"
}

# Prints the process name for `postgres` or a node number.
name() {
    if [ "$1" = postgres ] && [ -d "$home/postgres" ]; then
        echo postgres
    elif [ -e "$home/node-$1/kind" ]; then
        echo "node-$1"
    else
        fail "there is no $1"
    fi
}

usage() {
    sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//p;}' "$0" >&2
    exit 2
}

case $home in
/*) ;;
*) fail "CLUSTER_HOME=$home has to begin with /" ;;
esac
for part in curl ps; do
    command -v "$part" >/dev/null || fail "$part is missing"
done
command=${1:-}
[ $# -eq 0 ] || shift
case $command in
up) up "$@" ;;
down) down ;;
start | stop)
    [ $# -eq 1 ] || usage
    name=$(name "$1")
    "$command" "$name"
    ;;
kill | pause | resume)
    # Not for PostgreSQL, which consists of several processes.
    [ $# -eq 1 ] && [ "$1" != postgres ] || usage
    name=$(name "$1")
    case $command in
    kill) end KILL 10 "$name" ;;
    *) "$command" "$name" ;;
    esac
    ;;
*) usage ;;
esac
