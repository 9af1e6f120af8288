/**
 * Identity: turns tokens into {@link dev.parley.api.User}s, and refuses foreign web origins.
 *
 * <p>All beans are thread-safe, and none waits for the network: keys at an address are fetched on
 * threads of their own. Of Parley's packages, this one depends on {@code api} and {@code config}
 * only.
 */
package dev.parley.security;
