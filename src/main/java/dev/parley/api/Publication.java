package dev.parley.api;

import org.jspecify.annotations.Nullable;

/**
 * An event for clients. Immutable, as long as {@code data} is.
 *
 * @param except the id of a connection that does not get it, or null
 * @param data a record, map, list, string, number or JSON-P value; null for an event without data
 */
public record Publication(
        Target target, @Nullable String except, String event, @Nullable Object data) {}
