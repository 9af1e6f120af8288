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
import org.jspecify.annotations.Nullable;

/** One {@link OnEvent} method, ready to be called. Immutable and thread-safe. */
final class Handler {

    private final OnEvent settings;
    private final Optional<PayloadBinder> binder;
    private final boolean repliesItself;
    private final List<Class<?>> parameters = new ArrayList<>();
    private final MethodHandle target;
    private final String name;

    /**
     * Prepares the call.
     *
     * @param bean null if the container cannot provide it: then the deployment fails
     * @throws IllegalArgumentException if there are unsupported parameters, or payload components
     *     that cannot be bound; the message lists all of them
     */
    Handler(@Nullable Object bean, Method method, Validator validator) {
        this.settings = method.getAnnotation(OnEvent.class);
        List<String> mistakes = new ArrayList<>();
        @Nullable Class<?> payload = null;
        for (Class<?> declared : method.getParameterTypes()) {
            // Application code uses the public type of the socket.
            Class<?> parameter = declared == Socket.class ? LocalSocket.class : declared;
            boolean isPayload = parameter.isRecord() && parameter != Inbound.class;
            if (isPayload && payload != null) {
                mistakes.add("it has two payload parameters");
            } else if (!isPayload && !isGiven(parameter)) {
                mistakes.add("it has a parameter of the unsupported type " + declared.getName());
            } else if (parameters.contains(parameter)) {
                mistakes.add("it has two parameters of the type " + declared.getSimpleName());
            }
            payload = isPayload ? parameter : payload;
            parameters.add(parameter);
        }
        this.binder = binder(payload, validator, mistakes);
        if (!mistakes.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", mistakes));
        }
        this.repliesItself = parameters.contains(Reply.class);
        this.target = target(bean, method);
        this.name = Mistakes.describe(method);
    }

    private static Optional<PayloadBinder> binder(
            @Nullable Class<?> payload, Validator validator, List<String> mistakes) {
        if (payload == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new PayloadBinder(payload, validator));
        } catch (IllegalArgumentException e) {
            mistakes.add(e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isGiven(Class<?> parameter) {
        return parameter == LocalSocket.class
                || parameter == Inbound.class
                || parameter == Reply.class;
    }

    private MethodHandle target(@Nullable Object bean, Method method) {
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

    /** Returns whether the handler acknowledges through a {@link Reply}. */
    boolean repliesItself() {
        return repliesItself;
    }

    /** Returns the payload as the handler's record; null for handlers without a payload. */
    @Nullable Object bind(Inbound event) {
        return binder.map(b -> b.bind(event.payload())).orElse(null);
    }

    /** Returns the method, like {@code shop.OrdersGateway.place(Socket, Order)}. */
    @Override
    public String toString() {
        return name;
    }

    /** Calls the method; propagates its exceptions. */
    @Nullable Object call(LocalSocket socket, Inbound event, @Nullable Object payload, Reply reply)
            throws Throwable {
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
