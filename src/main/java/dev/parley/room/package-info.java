/**
 * Sockets in rooms, and presence: who is online and who is in which room, in replicated caches.
 *
 * <p>Threads: a room's sockets are accessed on the room's stripe only, a user's connections on the
 * user's. Listeners of the caches hand changes of other nodes to the same stripes.
 */
package dev.parley.room;
