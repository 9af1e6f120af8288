package dev.parley.bench.load;

import dev.parley.bench.client.EventLoop;
import dev.parley.bench.measure.JavaProcess;
import dev.parley.bench.measure.KernelMemory;
import dev.parley.bench.measure.ProcessTime;
import dev.parley.bench.measure.Usage;
import dev.parley.bench.target.Target;
import java.util.Optional;

/**
 * Many connections with only heartbeats, and one active room: measures what an idle connection
 * costs, and whether it slows down the active ones.
 */
public final class Idle implements Scenario {

    private static final int TALKERS = 10;
    private static final double RATE = 20;

    private final int connections;
    private final double silence;
    private final Setting setting;

    /**
     * @param silence seconds in which no client sends a message, to measure the CPU time of idle
     *     connections; heartbeats come every 25 s
     */
    public Idle(int connections, double silence, Setting setting) {
        this.connections = new Layout(1, connections).clients();
        this.silence = silence;
        this.setting = setting;
    }

    @Override
    public String name() {
        return "idle " + connections;
    }

    @Override
    public int connections() {
        return connections + TALKERS;
    }

    @Override
    public Measurement run(Target target, EventLoop loop, int round) {
        Measurement result = new Measurement(target.name(), name(), round);
        Layout silent = new Layout(1, connections);
        Layout talking = new Layout(1, TALKERS);
        try (Crowd idlers = new Crowd(target, loop, silent, setting.users(), setting.textLength());
                Crowd talkers = new Crowd(target, loop, talking, TALKERS, setting.textLength())) {
            Optional<JavaProcess> java = JavaProcess.among(target.serverPids());
            double heap = java.map(JavaProcess::liveKib).orElse(0.0);
            double memory = ProcessTime.memory(target.serverPids());
            double kernel = KernelMemory.mib();
            double seconds = idlers.connect(Crowd.GENTLY);
            double growth = ProcessTime.memory(target.serverPids()) - memory;
            result.figure("connect_per_s", connections / seconds)
                    .latency("connect", idlers.connects())
                    .figure("resident_kib_per_connection", growth * 1024 / connections);
            // The clients run on the same machine.
            double sockets = 2.0 * connections;
            result.figure("kernel_kib_per_socket", (KernelMemory.mib() - kernel) * 1024 / sockets);
            // The resident memory of a JVM shows how far its heap has grown, not how much is in
            // use.
            java.ifPresent(
                    server ->
                            result.figure(
                                    "heap_kib_per_connection",
                                    (server.liveKib() - heap) / connections));
            result.figure("idle_cpu_percent_of_a_core", idleCpu(target));
            talkers.connect(Crowd.GENTLY);
            talkers.join(Crowd.GENTLY);
            talk(talkers, setting.warmup(), false);
            Reckoning reckoning = new Reckoning(target, talkers);
            talk(talkers, setting.seconds(), true);
            reckoning.into(result);
            idlers.losses().forEach((why, count) -> result.note("lost idle: " + count + " " + why));
            result.figure("lost_connections", lost(idlers));
        }
        return result;
    }

    /** Returns the CPU time of server and store for idle connections, in percent of one core. */
    private double idleCpu(Target target) {
        Pacer.sleepFor(setting.warmup());
        Usage.Meter meter = new Usage.Meter(target.serverPids(), target.storePids());
        Pacer.sleepFor(silence);
        Usage usage = meter.usage();
        return (usage.server() + usage.store()) / usage.wall() * 100;
    }

    private static double lost(Crowd idlers) {
        return idlers.losses().values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void talk(Crowd talkers, double seconds, boolean measured) {
        Layout layout = talkers.layout();
        Pacer.run(RATE, seconds, (n, due) -> talkers.send(layout.sender(n), measured, due));
    }
}
