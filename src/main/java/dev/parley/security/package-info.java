/**
 * Identity: turns tokens into {@link dev.parley.api.User}s, and refuses foreign web origins.
 *
 * <p>All beans are thread-safe. {@link dev.parley.security.TokenVerifier} may wait for the network
 * if keys come from an address, so it must not be called on a thread that must not block. Of
 * Parley's packages, this one depends on {@code api} and {@code config} only.
 */
package dev.parley.security;
