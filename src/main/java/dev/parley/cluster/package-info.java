/**
 * The cluster: its members, the replicated Infinispan caches in which each node writes entries
 * about its own clients, and messages between nodes over a fork of the same JGroups channel. It
 * knows neither rooms nor users, only strings and bytes of the layers above.
 *
 * <p>Threads: only start and stop block. Listeners are called on threads of JGroups and Infinispan,
 * or on the thread that changes an entry of this node, and must not block either.
 */
package dev.parley.cluster;
