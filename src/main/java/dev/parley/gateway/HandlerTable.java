package dev.parley.gateway;

import dev.parley.hub.Handshake;
import dev.parley.hub.RefusedException;
import dev.parley.hub.Socket;
import dev.parley.security.User;
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
    private final List<Consumer<Socket>> onConnect = new ArrayList<>();
    private final List<Consumer<Socket>> onDisconnect = new ArrayList<>();

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
                requireParameters(method, Socket.class);
                onConnect.add(socket -> call(bean, method, socket));
            }
            if (method.isAnnotationPresent(OnDisconnect.class)) {
                requireParameters(method, Socket.class);
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
    private static void tell(List<Consumer<Socket>> listeners, Socket socket) {
        RuntimeException failure = null;
        for (Consumer<Socket> listener : listeners) {
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

    void connected(Socket socket) {
        tell(onConnect, socket);
    }

    void disconnected(Socket socket) {
        tell(onDisconnect, socket);
    }
}
