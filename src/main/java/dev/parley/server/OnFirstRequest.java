package dev.parley.server;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Creates an object on the first request: it looks up classes of the server that can be found only
 * through a request. Thread-safe; first requests that arrive together may each create one.
 */
final class OnFirstRequest<T> {

    /** Looks up the server's classes. */
    interface Lookup<T> {

        /**
         * Creates the object.
         *
         * @param any any request
         * @throws ReflectiveOperationException if this version of the server has other classes
         */
        T from(HttpServletRequest any) throws ReflectiveOperationException;
    }

    private final Lookup<T> lookup;
    private volatile @Nullable T found;

    OnFirstRequest(Lookup<T> lookup) {
        this.lookup = lookup;
    }

    /**
     * Returns the object.
     *
     * @throws ReflectiveOperationException if this version of the server has other classes
     */
    T of(HttpServletRequest request) throws ReflectiveOperationException {
        T present = found;
        if (present == null) {
            present = lookup.from(request);
            found = present;
        }
        return present;
    }
}
