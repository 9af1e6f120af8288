/**
 * Infinispan: the caches in which each node writes what it knows of its own clients. It knows no
 * room and no user; keys and values are bytes and strings of the layers above.
 *
 * <p>Threads: reads never block. A listener is told of a change on the thread that made it.
 */
package dev.parley.cluster;
