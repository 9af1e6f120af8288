package dev.parley.bench.measure;

import java.util.concurrent.TimeUnit;

/** Waits between measurements until the machine is nearly idle. */
public final class Quiet {

    private static final long LOOK_SECONDS = 2;

    private final double cores;
    private final long patienceSeconds;

    /**
     * @param cores how many may be busy
     * @param patienceSeconds how long it is waited at most, each time
     */
    public Quiet(double cores, long patienceSeconds) {
        this.cores = cores;
        this.patienceSeconds = patienceSeconds;
    }

    /** Returns when it is quiet, or patience has ended. */
    public void await() {
        try {
            for (long waited = 0; waited < patienceSeconds; waited += LOOK_SECONDS) {
                double before = ProcessTime.ofMachine();
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
                if ((ProcessTime.ofMachine() - before) / LOOK_SECONDS <= cores) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
