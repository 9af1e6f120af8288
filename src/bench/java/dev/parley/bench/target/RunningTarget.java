package dev.parley.bench.target;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A Parley in development mode that already runs on this machine. */
final class RunningTarget implements Target {

    private final InetSocketAddress address;
    private final List<Long> pids;
    private final DevTokens tokens;

    /**
     * @param host a loopback address, and a colon with the port
     * @param pid its process, or 0 if its processor time is not wanted
     */
    RunningTarget(String host, long pid) {
        int colon = host.lastIndexOf(':');
        try {
            InetAddress loopback = InetAddress.getByName(host.substring(0, colon));
            if (!loopback.isLoopbackAddress()) {
                throw new IllegalArgumentException(host + " is not on the loopback");
            }
            address = new InetSocketAddress(loopback, Integer.parseInt(host.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
        pids = pid == 0 ? List.of() : List.of(pid);
        tokens = new DevTokens(address);
    }

    @Override
    public String name() {
        return "running";
    }

    @Override
    public String description() {
        return "Parley at " + address + ", started by somebody else";
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public List<String> tokens(int users) {
        return tokens.first(users);
    }

    @Override
    public List<Long> serverPids() {
        return pids;
    }

    @Override
    public boolean resumes() {
        return true;
    }

    @Override
    public void close() {
        // Not started here.
    }
}
