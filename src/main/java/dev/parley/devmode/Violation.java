package dev.parley.devmode;

/**
 * What is wrong with a request body.
 *
 * @param field its name; empty for the body as a whole
 * @param message a short sentence for a developer
 */
record Violation(String field, String message) {}
