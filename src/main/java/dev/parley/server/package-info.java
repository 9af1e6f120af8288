/**
 * Everything that depends on one application server or one of its versions. {@link
 * dev.parley.server.ApplicationServer} is selected once, on first use; no other package checks
 * which server it runs on.
 *
 * <p>Threads: all classes are thread-safe, and no call blocks.
 */
package dev.parley.server;
