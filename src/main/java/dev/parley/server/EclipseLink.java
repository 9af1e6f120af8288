package dev.parley.server;

/**
 * The persistence provider of Open Liberty, for the one thing that it offers no property for.
 * Stateless.
 *
 * <p>By reflection, since applications do not see its classes there.
 */
final class EclipseLink {

    private EclipseLink() {}

    /**
     * Makes a read that loses its connection fail at once. EclipseLink (4.0) would repeat it three
     * times, with a pause of five seconds before each: longer than the transaction lasts, so that
     * reader threads slept while the database was back, and everybody waited for them.
     *
     * @param entities the entity manager of any provider, within a transaction
     * @throws ReflectiveOperationException if this version of EclipseLink has other classes
     */
    static void disableReadRetries(Object entities) throws ReflectiveOperationException {
        if (entities.getClass().getName().startsWith("org.eclipse.persistence.")) {
            Object session = entities.getClass().getMethod("getServerSession").invoke(entities);
            Object login = session.getClass().getMethod("getLogin").invoke(session);
            login.getClass().getMethod("setQueryRetryAttemptCount", int.class).invoke(login, 0);
        }
    }
}
