/**
 * The application server below Parley: everything that depends on one server or one of its
 * versions. {@link dev.parley.server.ApplicationServer} is selected once, when it is first asked
 * for, and no other package looks at what the server is.
 *
 * <p>Threads: all classes are thread-safe, and no call blocks.
 */
package dev.parley.server;
