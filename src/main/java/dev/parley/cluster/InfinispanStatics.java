package dev.parley.cluster;

import io.reactivex.rxjava3.schedulers.Schedulers;
import org.infinispan.commons.ThreadGroups;

/**
 * Ends the threads and thread groups that Infinispan 16 keeps in static fields. They outlive the
 * last cache manager, and after an undeployment they would keep the class loader of Parley alive.
 */
final class InfinispanStatics {

    private static final int FIRST_JAVA_WITH_WEAK_GROUPS = 19;

    private InfinispanStatics() {}

    /** Cache managers of this class loader cannot be used afterwards. */
    static void end() {
        // At its first use RxJava, a dependency of Infinispan, starts RxCachedWorkerPoolEvictor.
        Schedulers.shutdown();
        if (Runtime.version().feature() < FIRST_JAVA_WITH_WEAK_GROUPS) {
            destroy(ThreadGroups.NON_BLOCKING_GROUP);
            destroy(ThreadGroups.BLOCKING_GROUP);
        }
    }

    /** The parent of a thread group, which is the server's, keeps it until it is destroyed. */
    @SuppressWarnings("removal")
    private static void destroy(ThreadGroup group) {
        // If a thread of it is still ending, the JVM destroys the group after that thread.
        group.setDaemon(true);
        try {
            group.destroy();
        } catch (IllegalThreadStateException destroyedOrBusy) {
            // Destroyed already, or will be.
        }
    }
}
