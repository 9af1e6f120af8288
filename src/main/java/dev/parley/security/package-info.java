/**
 * Who a client is: tokens become {@link dev.parley.api.User}s, and foreign web origins are kept
 * out.
 *
 * <p>All beans may be used from any thread. {@link dev.parley.security.TokenVerifier} may wait for
 * the network where keys come from an address, so it is not called on a thread that must not wait.
 * The package knows {@code config} only.
 */
package dev.parley.security;
