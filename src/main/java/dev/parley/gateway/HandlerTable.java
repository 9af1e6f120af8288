package dev.parley.gateway;

import dev.parley.hub.Socket;
import jakarta.validation.Validator;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The handlers of one namespace; filled at start-up, read-only afterwards. */
final class HandlerTable {

    private final String namespace;
    private final Map<String, Handler> handlers = new HashMap<>();
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
        for (Method method : type.getMethods()) {
            OnEvent event = method.getAnnotation(OnEvent.class);
            if (event != null) {
                Handler handler = new Handler(bean, method, validator);
                for (String name : event.value()) {
                    add(name, handler);
                }
            }
            if (method.isAnnotationPresent(OnConnect.class)) {
                onConnect.add(socket -> call(bean, method, socket));
            }
            if (method.isAnnotationPresent(OnDisconnect.class)) {
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

    private static void call(Object bean, Method method, Socket socket) {
        try {
            method.invoke(bean, socket);
        } catch (InvocationTargetException e) {
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

    Optional<Handler> find(String event) {
        return Optional.ofNullable(handlers.get(InboundNames.canonical(event)));
    }

    void connected(Socket socket) {
        tell(onConnect, socket);
    }

    void disconnected(Socket socket) {
        tell(onDisconnect, socket);
    }
}
