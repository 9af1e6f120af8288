package dev.parley.harness.cluster;

import java.io.IOException;

/** One of the nodes of a {@link Cluster}. Not thread-safe. */
public final class ClusterNode {

    private final ClusterScript script;
    private final String number;
    private final String url;
    private final int healthPort;
    private boolean running = true;

    /** One that {@code cluster.sh up} starts. */
    public ClusterNode(ClusterScript script, int number, int port, int healthPort) {
        this.script = script;
        this.number = Integer.toString(number);
        this.url = "http://127.0.0.1:" + port;
        this.healthPort = healthPort;
    }

    /** Where clients reach it. */
    public String url() {
        return url;
    }

    /** Where it is asked for its health. */
    public int healthPort() {
        return healthPort;
    }

    /** Whether it was started last, and not ended. */
    public boolean isRunning() {
        return running;
    }

    /** Starts it again, and waits until it is ready and all that run see each other. */
    public void start() throws IOException, InterruptedException {
        script.run("start", number);
        running = true;
    }

    /** Ends it at once, so that it can write nothing any more. */
    public void kill() throws IOException, InterruptedException {
        running = false;
        script.run("kill", number);
    }

    /** Ends it as an admin does, and waits for that; fails if it does not end by itself. */
    public void terminate() throws IOException, InterruptedException {
        running = false;
        script.run("stop", number);
    }

    /** Stops it where it is, as a machine does that hangs. */
    public void pause() throws IOException, InterruptedException {
        script.run("pause", number);
    }

    /**
     * Lets it go on, if it was paused.
     *
     * @return false if it is not there any more
     */
    public boolean resume() throws IOException, InterruptedException {
        return script.tries("resume", number);
    }
}
