package dev.parley.history;

import jakarta.persistence.EntityManager;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The provider of JPA on Open Liberty, for the one thing that it offers no property for. Stateless.
 *
 * <p>By reflection, since applications do not see its classes there; a version that has others goes
 * on as without this.
 */
final class EclipseLink {

    private static final Logger LOG = Logger.getLogger(EclipseLink.class.getName());

    private EclipseLink() {}

    /**
     * A read that loses its connection fails at once. By itself EclipseLink (4.0) tries it three
     * times more and sleeps for five seconds in between: longer than the transaction lasts, so that
     * reader threads slept while the database was back, and everybody waited for them.
     *
     * @param entities in a transaction, of whichever provider
     */
    static void readOnlyOnce(EntityManager entities) {
        Object delegate = entities.getDelegate();
        if (!delegate.getClass().getName().startsWith("org.eclipse.persistence.")) {
            return;
        }
        try {
            Object session = delegate.getClass().getMethod("getServerSession").invoke(delegate);
            Object login = session.getClass().getMethod("getLogin").invoke(session);
            login.getClass().getMethod("setQueryRetryAttemptCount", int.class).invoke(login, 0);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "This version of EclipseLink is not known", e);
        }
    }
}
