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
import dev.parley.hub.LocalSocket;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The handlers of one namespace; filled at start-up, read-only afterwards. */
final class HandlerTable {

    private final String namespace;
    private boolean verbatim;
    private final Map<String, Handler> handlers = new HashMap<>();
    private final List<BiConsumer<User, Handshake>> guards = new ArrayList<>();
    private final List<Consumer<LocalSocket>> onConnect = new ArrayList<>();
    private final List<Consumer<LocalSocket>> onDisconnect = new ArrayList<>();

    HandlerTable(String namespace) {
        this.namespace = namespace;
    }

    /**
     * Adds the handlers of a gateway.
     *
     * @param type the bean's class, whose methods are looked at; {@code bean} may be its proxy
     * @throws IllegalArgumentException if an event has two handlers
     */
    void add(Object bean, Class<?> type, Validator validator) {
        Gateway gateway = type.getAnnotation(Gateway.class);
        verbatim |= gateway != null && gateway.verbatim();
        for (Method method : type.getMethods()) {
            OnEvent event = method.getAnnotation(OnEvent.class);
            if (event != null) {
                Handler handler = new Handler(bean, method, validator);
                for (String name : event.value()) {
                    add(name, handler);
                }
            }
            if (method.isAnnotationPresent(OnAdmission.class)) {
                requireParameters(method, User.class, Handshake.class);
                guards.add((user, handshake) -> call(bean, method, user, handshake));
            }
            if (method.isAnnotationPresent(OnConnect.class)) {
                requireSocket(method);
                onConnect.add(socket -> call(bean, method, socket));
            }
            if (method.isAnnotationPresent(OnDisconnect.class)) {
                requireSocket(method);
                onDisconnect.add(socket -> call(bean, method, socket));
            }
        }
    }

    private void add(String name, Handler handler) {
        if (!name.equals(InboundNames.canonical(name))) {
            throw new IllegalArgumentException("Event " + name + " is not in snake_case");
        }
        if (handlers.putIfAbsent(name, handler) != null) {
            throw new IllegalArgumentException(
                    "Event " + name + " of namespace " + namespace + " has two handlers");
        }
    }

    private static void requireSocket(Method method) {
        Class<?>[] taken = method.getParameterTypes();
        if (taken.length != 1 || taken[0] != Socket.class && taken[0] != LocalSocket.class) {
            throw new IllegalArgumentException(method + " has to take a Socket");
        }
    }

    private static void requireParameters(Method method, Class<?>... wanted) {
        if (!Arrays.equals(method.getParameterTypes(), wanted)) {
            throw new IllegalArgumentException(method + " has to take " + Arrays.toString(wanted));
        }
    }

    private static void call(Object bean, Method method, Object... arguments) {
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
     * All of them, also after one that fails: a portal's own must not keep the chat from its part.
     */
    private static void tell(List<Consumer<LocalSocket>> listeners, LocalSocket socket) {
        RuntimeException failure = null;
        for (Consumer<LocalSocket> listener : listeners) {
            try {
                listener.accept(socket);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Whether a gateway wants its events to go out as they are. */
    boolean isVerbatim() {
        return verbatim;
    }

    Optional<Handler> find(String event) {
        return Optional.ofNullable(handlers.get(InboundNames.canonical(event)));
    }

    /**
     * @throws RefusedException of the first guard that refuses
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
