package dev.parley.api;

/**
 * What is wrong with one field of a payload. Immutable.
 *
 * @param field its path in the names that the client used, such as {@code lines[1].count}; empty
 *     for the payload itself
 * @param message for people
 */
public record Violation(String field, String message) {}
