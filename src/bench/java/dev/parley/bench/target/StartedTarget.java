package dev.parley.bench.target;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A target that is started here, as one process, at a port of the loopback. */
abstract class StartedTarget implements Target {

    private final String name;
    private final int port;
    private final ServerProcess process;

    /**
     * @param process serves already
     */
    StartedTarget(String name, int port, ServerProcess process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final InetSocketAddress address() {
        return at(port);
    }

    static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public final List<Long> serverPids() {
        return List.of(process.pid());
    }

    @Override
    public final void close() {
        process.close();
    }
}
