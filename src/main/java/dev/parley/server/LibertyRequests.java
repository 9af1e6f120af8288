package dev.parley.server;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Optional;

/**
 * Keeps what Open Liberty knows about a request on the request's thread. Liberty (26.0.0.3) calls a
 * {@code ReadListener} on another thread, to which it copies this data ({@code AsyncReadCallback}),
 * but too late: the first thread may have begun another request. Dispatching from the listener then
 * failed for one request in a hundred, with a {@code NullPointerException} and an empty response
 * with the status 200.
 *
 * <p>Uses reflection, because applications do not see these classes. Thread-safe.
 */
final class LibertyRequests {

    private static final String REQUEST = "com.ibm.ws.webcontainer.srt.SRTServletRequest";

    private final Constructor<?> create;
    private final Method current;
    private final Method copy;

    /**
     * Looks up Liberty's classes.
     *
     * @param request any request
     * @throws ReflectiveOperationException if this version of Liberty has other classes
     */
    LibertyRequests(HttpServletRequest request) throws ReflectiveOperationException {
        Class<?> data = Class.forName(REQUEST + "ThreadData", false, loader(request));
        create = data.getConstructor();
        current = data.getMethod("getInstance");
        copy = data.getMethod("init", data);
    }

    private static ClassLoader loader(HttpServletRequest request) throws ClassNotFoundException {
        for (Class<?> type = innermost(request).getClass();
                type != null;
                type = type.getSuperclass()) {
            if (type.getName().equals(REQUEST)) {
                return Optional.ofNullable(type.getClassLoader())
                        .orElseThrow(() -> new ClassNotFoundException(REQUEST));
            }
        }
        throw new ClassNotFoundException(REQUEST);
    }

    /** Returns Liberty's own request, without the wrappers of filters. */
    static ServletRequest innermost(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        return innermost;
    }

    /** Returns an action that gives the data of this thread's request to another thread. */
    Runnable transfer() throws ReflectiveOperationException {
        Object data = create.newInstance();
        copy.invoke(data, current.invoke(null));
        return () -> {
            try {
                copy.invoke(current.invoke(null), data);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
