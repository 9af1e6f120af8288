/**
 * The cluster: which nodes there are, the replicated Infinispan caches in which each of them writes
 * what it knows of its own clients, and what they say to each other over a fork of the same JGroups
 * channel. It knows no room and no user; all is bytes and strings of the layers above.
 *
 * <p>Threads: nothing blocks but start and stop. Listeners are called on threads of JGroups and
 * Infinispan, or on that of an own change, and must not block either.
 */
package dev.parley.cluster;
