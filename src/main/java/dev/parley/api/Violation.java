package dev.parley.api;

/** What is wrong with one field of a payload. */
public record Violation(String field, String message) {}
