/**
 * Limits the head and body of every HTTP request before anything else handles it.
 *
 * <p>Threads: everything runs on the container's request threads, and no call blocks.
 */
package dev.parley.edge;
