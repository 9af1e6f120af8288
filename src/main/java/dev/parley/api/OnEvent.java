package dev.parley.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a {@link Gateway} that handles an event. Its parameters, in any order, are the {@link
 * Socket}, a record for the payload, the {@link Inbound} event, and the {@link Reply}, each at most
 * once.
 *
 * <p>What it returns, or what the {@link java.util.concurrent.CompletionStage} that it returns
 * gives, is the acknowledgement; nothing is for void or null. With a Reply it answers by itself.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnEvent {

    /** Names in snake_case; clients may spell them with hyphens. */
    String[] value();

    /** Whether the event runs alone among those of its connection. */
    boolean barrier() default false;

    /** Which budget of the rate limit it uses. */
    Budget budget() default Budget.EVENTS;
}
