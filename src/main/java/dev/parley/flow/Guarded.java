package dev.parley.flow;

import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs tasks for loops and shared threads, which must survive whatever a task throws: also an
 * {@link Error}, for example an {@link OutOfMemoryError} of one large answer, or a {@link
 * NoClassDefFoundError} in an extension. Stateless.
 */
public final class Guarded {

    private Guarded() {}

    /**
     * Runs a task. Logs what it throws, and never throws itself.
     *
     * @param failed the message that is logged with the failure
     */
    public static void run(Logger log, String failed, Runnable task) {
        try {
            task.run();
        } catch (RejectedExecutionException stopping) {
            report(log, Level.FINE, failed, stopping);
        } catch (Throwable e) {
            report(log, Level.SEVERE, failed, e);
        }
    }

    /** Logs a failure. Never throws: without memory, logging fails as well. */
    public static void report(Logger log, Level level, String message, Throwable failure) {
        try {
            log.log(level, message, failure);
        } catch (Throwable noMemory) {
            // The loop of the caller goes on; nothing can be said about it.
        }
    }
}
