package dev.parley.gateway;

import dev.parley.api.Inbound;
import dev.parley.api.OnEvent;
import dev.parley.api.Reply;
import dev.parley.api.Socket;
import dev.parley.hub.LocalSocket;
import jakarta.validation.Validator;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One {@link OnEvent} method, ready to be called. Immutable and thread-safe. */
final class Handler {

    private final OnEvent settings;
    private final Optional<PayloadBinder> binder;
    private final boolean repliesItself;
    private final List<Class<?>> parameters = new ArrayList<>();
    private final MethodHandle target;

    /**
     * @throws IllegalArgumentException if the method's parameters are not those of {@link OnEvent}
     */
    Handler(Object bean, Method method, Validator validator) {
        this.settings = method.getAnnotation(OnEvent.class);
        Class<?> payload = null;
        for (Class<?> declared : method.getParameterTypes()) {
            // Portals know the socket by its public type.
            Class<?> parameter = declared == Socket.class ? LocalSocket.class : declared;
            if (parameter.isRecord() && parameter != Inbound.class) {
                if (payload != null) {
                    throw new IllegalArgumentException(method + " takes two payloads");
                }
                payload = parameter;
            } else if (!isGiven(parameter) || parameters.contains(parameter)) {
                throw new IllegalArgumentException(
                        method + " takes a " + parameter.getName() + ", which no event has");
            }
            parameters.add(parameter);
        }
        this.binder = Optional.ofNullable(payload).map(p -> new PayloadBinder(p, validator));
        this.repliesItself = parameters.contains(Reply.class);
        this.target = target(bean, method);
    }

    private static boolean isGiven(Class<?> parameter) {
        return parameter == LocalSocket.class
                || parameter == Inbound.class
                || parameter == Reply.class;
    }

    private MethodHandle target(Object bean, Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(method)
                    .bindTo(bean)
                    .asSpreader(Object[].class, parameters.size())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " cannot be called", e);
        }
    }

    OnEvent settings() {
        return settings;
    }

    /** Whether the handler gives its answer through a {@link Reply} of its own. */
    boolean repliesItself() {
        return repliesItself;
    }

    /** The payload as the handler's record; null for handlers without one. */
    Object bind(Inbound event) {
        return binder.map(b -> b.bind(event.payload())).orElse(null);
    }

    /** Calls the method; throws what it throws. */
    Object call(LocalSocket socket, Inbound event, Object payload, Reply reply) throws Throwable {
        Object[] arguments = new Object[parameters.size()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> parameter = parameters.get(i);
            if (parameter == LocalSocket.class) {
                arguments[i] = socket;
            } else if (parameter == Inbound.class) {
                arguments[i] = event;
            } else if (parameter == Reply.class) {
                arguments[i] = reply;
            } else {
                arguments[i] = payload;
            }
        }
        return target.invokeExact(arguments);
    }
}
