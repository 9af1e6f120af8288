package dev.parley.devmode;

import java.time.Instant;

/**
 * A token of development mode.
 *
 * @param token a signed JWT
 * @param expiresAt when it expires, in whole seconds
 */
record DevToken(String token, Instant expiresAt) {}
