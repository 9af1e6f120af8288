/**
 * Development mode: a key pair made at start-up or kept in a file, and tokens for whoever asks.
 *
 * <p>Everything here is inert unless {@code parley.dev.enabled} is on, which the settings refuse
 * beside a production key. All beans may be used from any thread. The package knows {@code config}
 * and {@code security}.
 */
package dev.parley.devmode;
