package dev.parley.bench;

import dev.parley.bench.target.Targets;

/** The help text with all commands and arguments. */
final class Help {

    static final String TEXT =
            """
            mvn -f src/bench verify -Dbench="COMMAND name=value ..."; docs/bench.md has details.

            compare     scenarios=: several targets side by side, in rounds; by default
                        the scenarios that matter for a choice
            fanout      layouts=10x100,1x1000,100x10 rate=: messages at a fixed rate
            closed      layouts= senders=20: each sender waits for its acknowledgement
            search      layouts= start= limit=200: the highest rate with p99 below limit (ms)
            idle        connections=5000,20000 (or what one process may have) silence=75:
                        silent connections, and one room that talks
            arrivals    layouts=100x10,1x1000 atonce=50 (a single room: all): all connect and join
            joinstorm   layouts=1x1000: all but one join at once
            reconnect   layouts=10x100 rate=20: everybody loses the connection and comes back
            stalled     members=20 rate=500: one reader stops
            prepare     gets what the peers need, so that later runs need no network
            jmh         include=.* forks=3 iterations=5 seconds=1: codecs and dispatcher

            all but jmh: targets= rounds= seconds=5 warmup=2 users=1000 text=100 heap=1g profile=no
                         heat=90 for compare, 30 else (seconds under load before all rounds at most,
                         until a Java has compiled itself)
                         patience=0 quiet=0.5 (wait up to so many seconds before each measurement
                         until no more cores than that are busy with something else)
                         database=postgres, h2 or a JDBC URL, database-user= database-password=
                         redis-fsync=always or everysec, running=127.0.0.1:8080 pid=
            targets: \
            """
                    + String.join(", ", Targets.NAMES);

    private Help() {}
}
