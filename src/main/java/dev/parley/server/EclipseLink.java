package dev.parley.server;

/**
 * Configures EclipseLink, the persistence provider of Open Liberty, where it offers no property.
 * Stateless.
 *
 * <p>Uses reflection, because applications on Open Liberty do not see its classes.
 */
final class EclipseLink {

    private EclipseLink() {}

    /**
     * Makes a read that loses its connection fail immediately. EclipseLink (4.0) would repeat it
     * three times, with a pause of five seconds before each. That is longer than the transaction
     * lasts: reader threads would still sleep after the database has recovered, and block all other
     * reads.
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
