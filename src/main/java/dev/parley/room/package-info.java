/**
 * Rooms as places where sockets are, and presence: who is online and who is in which room, in
 * replicated caches.
 *
 * <p>Threads: a room's sockets are touched on the room's stripe only, a user's connections on the
 * user's. What other nodes write arrives by the caches' listeners and is handed to the same
 * stripes.
 */
package dev.parley.room;
