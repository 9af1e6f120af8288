package dev.parley.devmode;

/**
 * An invalid field of a request body.
 *
 * @param field the name of the field; empty for the whole body
 * @param message a short sentence for a developer
 */
record InvalidField(String field, String message) {}
