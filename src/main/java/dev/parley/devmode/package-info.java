/**
 * Development mode: a key pair that is generated at start-up or kept in a file, and tokens for
 * everybody.
 *
 * <p>Everything here is inactive unless {@code parley.dev.enabled} is set, which start-up refuses
 * together with a production key. All beans are thread-safe. The package depends on {@code config}
 * and {@code security}.
 */
package dev.parley.devmode;
