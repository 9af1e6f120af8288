/**
 * Limits the head and body of every HTTP request before anything else handles it.
 *
 * <p>Threads: everything runs on the container's request threads. No call blocks, except reading a
 * body with {@code LimitedRequest}.
 */
package dev.parley.edge;
