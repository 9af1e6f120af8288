package dev.parley.gateway;

import dev.parley.api.Gateway;
import dev.parley.api.Handshake;
import dev.parley.api.OnAdmission;
import dev.parley.api.OnConnect;
import dev.parley.api.OnDisconnect;
import dev.parley.api.OnEvent;
import dev.parley.api.RefusedException;
import dev.parley.api.Socket;
import dev.parley.api.User;
import dev.parley.hub.LibraryEvents;
import dev.parley.hub.LocalSocket;
import dev.parley.hub.Spelling;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.spi.ObserverMethod;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handlers of one namespace; filled at start-up, read-only afterwards. */
final class HandlerTable {

    private static final Class<?>[] ADMISSION = {User.class, Handshake.class};

    private final String namespace;
    private boolean verbatim;
    private final Map<String, Handler> handlers = new HashMap<>();
    private final Map<String, Method> methods = new HashMap<>();
    private final List<BiConsumer<User, Handshake>> guards = new ArrayList<>();
    private final List<Listener> onConnect = new ArrayList<>();
    private final List<Listener> onDisconnect = new ArrayList<>();

    /**
     * A method to call when a socket connects or disconnects.
     *
     * @param priority the gateway's {@link Priority}; lower ones are called first
     */
    private record Listener(int priority, Consumer<LocalSocket> call) {}

    HandlerTable(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Adds the handlers of a gateway, and records those that are invalid.
     *
     * @param bean the bean to call; may be a proxy. Null if the container cannot provide it: then
     *     the deployment fails, and the other mistakes of the gateway are reported, too
     * @param type the class whose methods are examined
     */
    void add(@Nullable Object bean, Class<?> type, Validator validator, Mistakes mistakes) {
        Gateway gateway = type.getAnnotation(Gateway.class);
        verbatim |= gateway != null && gateway.verbatim();
        for (Method method : HandlerMethods.of(type)) {
            if (HandlerMethods.isCallable(method, mistakes)) {
                add(bean, method, priority(type), validator, mistakes);
            }
        }
        // The container finds gateways in any order.
        onConnect.sort(Comparator.comparingInt(Listener::priority));
        onDisconnect.sort(Comparator.comparingInt(Listener::priority));
    }

    private static int priority(Class<?> gateway) {
        Priority priority = gateway.getAnnotation(Priority.class);
        return priority == null ? ObserverMethod.DEFAULT_PRIORITY : priority.value();
    }

    private void add(
            @Nullable Object bean,
            Method method,
            int priority,
            Validator validator,
            Mistakes mistakes) {
        if (method.isAnnotationPresent(OnEvent.class)) {
            addHandler(bean, method, validator, mistakes);
        }
        if (method.isAnnotationPresent(OnAdmission.class)) {
            if (Arrays.equals(method.getParameterTypes(), ADMISSION)) {
                guards.add((user, handshake) -> call(bean, method, user, handshake));
            } else {
                mistakes.add(
                        method,
                        "an @OnAdmission method takes a User and a Handshake, in this order");
            }
        }
        if (method.isAnnotationPresent(OnConnect.class) && takesSocket(method, mistakes)) {
            onConnect.add(new Listener(priority, socket -> call(bean, method, socket)));
        }
        if (method.isAnnotationPresent(OnDisconnect.class) && takesSocket(method, mistakes)) {
            onDisconnect.add(new Listener(priority, socket -> call(bean, method, socket)));
        }
    }

    private void addHandler(
            @Nullable Object bean, Method method, Validator validator, Mistakes mistakes) {
        String[] names = method.getAnnotation(OnEvent.class).value();
        if (names.length == 0) {
            mistakes.add(method, "an @OnEvent method must name an event");
        }
        Handler handler = null;
        try {
            handler = new Handler(bean, method, validator);
        } catch (IllegalArgumentException e) {
            mistakes.add(method, Objects.requireNonNullElse(e.getMessage(), "is invalid"));
        }
        for (String name : names) {
            if (name.isBlank() || !name.equals(Spelling.snakeName(name))) {
                mistakes.add(method, "the event \"" + name + "\" must be in snake_case");
            } else if (LibraryEvents.contains(name)) {
                mistakes.add(
                        method,
                        "the event "
                                + name
                                + " is reserved by the client library, which never sends it");
            }
            Method other = methods.putIfAbsent(name, method);
            if (other != null) {
                mistakes.add(
                        method,
                        "the event "
                                + name
                                + " of the namespace "
                                + namespace
                                + " already has the handler "
                                + Mistakes.describe(other));
            } else if (handler != null) {
                handlers.put(name, handler);
            }
        }
    }

    private static boolean takesSocket(Method method, Mistakes mistakes) {
        Class<?>[] taken = method.getParameterTypes();
        // Application code uses the public type of the socket.
        boolean fits =
                taken.length == 1 && (taken[0] == Socket.class || taken[0] == LocalSocket.class);
        if (!fits) {
            mistakes.add(
                    method,
                    "an @OnConnect or @OnDisconnect method takes a Socket and nothing else");
        }
        return fits;
    }

    private static void call(@Nullable Object bean, Method method, Object... arguments) {
        try {
            method.invoke(bean, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RefusedException expected) {
                throw expected;
            }
            throw new IllegalStateException(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " cannot be called", e);
        }
    }

    /**
     * Calls all listeners, even if one fails: a failing listener of the application must not keep
     * Parley's own from running.
     */
    private static void tell(List<Listener> listeners, LocalSocket socket) {
        RuntimeException failure = null;
        for (Listener listener : listeners) {
            try {
                listener.call().accept(socket);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Returns whether clients receive the events of this namespace exactly as they were emitted.
     */
    boolean isVerbatim() {
        return verbatim;
    }

    Optional<Handler> find(String event) {
        return Optional.ofNullable(handlers.get(Spelling.snakeName(event)));
    }

    /**
     * Calls the guards.
     *
     * @throws RefusedException if a guard refuses the user
     */
    void admit(User user, Handshake handshake) {
        guards.forEach(guard -> guard.accept(user, handshake));
    }

    void connected(LocalSocket socket) {
        tell(onConnect, socket);
    }

    void disconnected(LocalSocket socket) {
        tell(onDisconnect, socket);
    }
}
