package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of a {@link Gateway} that handles an event. Its parameters, in any order, are the
 * {@link Socket}, a record for the payload, the {@link Inbound} event, and the {@link Reply}, each
 * at most once.
 *
 * <p>Its return value, or that of the {@link java.util.concurrent.CompletionStage} that it returns,
 * is the acknowledgement; {@code void} and {@code null} send none. With a {@link Reply} the method
 * acknowledges when it wants to. A {@link RefusedException} is sent to the client; any other
 * exception is logged, and the client gets {@code INTERNAL_ERROR} with a reference.
 *
 * <p>Threads: the events of a connection start in the order of their arrival. By default the method
 * runs on the thread that read the event and must not block; see {@link #blocking()}.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnEvent {

    /** The names of the events in snake_case; clients may spell them with hyphens. */
    String[] value();

    /**
     * Whether the event runs alone among those of its connection: after all earlier and before all
     * later ones.
     */
    boolean barrier() default false;

    /**
     * Whether the method may block. It then runs on a thread of a bounded pool of the container
     * ({@code parley.handlers.threads}, {@code parley.handlers.queue}) with an active request
     * scope, where JPA, {@code jakarta.transaction.Transactional}, EJBs and REST clients work. The
     * blocking handlers of one socket run one after the other, in the order of arrival; other
     * events of the connection do not wait for them. If the pool and its queue are full, the event
     * fails with {@code UNAVAILABLE} and {@code retryAfter}. A transaction that the method begins
     * and leaves open is rolled back, and the event fails with {@code INTERNAL_ERROR}.
     */
    boolean blocking() default false;

    /** Which budget of the rate limit the event uses. */
    Budget budget() default Budget.EVENTS;
}
