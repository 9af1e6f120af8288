package dev.parley.api;

import java.util.function.Supplier;

/**
 * An acknowledgement that clients who speak kebab-case get in a form of its own. A handler returns
 * any other value as it is. Immutable.
 *
 * @param snake the canonical form
 * @param kebab makes the form for kebab-case; called only if it is needed
 */
public record Ack(Object snake, Supplier<Object> kebab) {}
