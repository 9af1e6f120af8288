package dev.parley.hub;

import dev.parley.flow.Guarded;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does something for each of several sockets. A socket that fails does not keep the others from it.
 * Stateless.
 */
public final class Fanout {

    private static final Logger LOG = Logger.getLogger(Fanout.class.getName());

    private Fanout() {}

    /**
     * Calls {@code action} for each socket, and logs the first failure.
     *
     * @throws RuntimeException the failure, if it was the same for all sockets: then the reason is
     *     what was to be sent, not a socket
     */
    public static void each(
            Collection<? extends LocalSocket> sockets, Consumer<? super LocalSocket> action) {
        Throwable first = null;
        int total = 0;
        int failed = 0;
        for (LocalSocket socket : sockets) {
            total++;
            try {
                action.accept(socket);
            } catch (RuntimeException | Error e) {
                failed++;
                first = first == null ? e : first;
            }
        }
        if (first == null) {
            return;
        }
        if (failed == total && first instanceof RuntimeException of) {
            throw of;
        }
        String message = failed + " of " + total + " sockets could not be reached";
        Guarded.report(LOG, Level.SEVERE, message, first);
    }
}
