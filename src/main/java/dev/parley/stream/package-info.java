/**
 * The order of each room's durable events on this node: every socket gets them by {@code rev}, none
 * twice, none left out, and a join has neither gap nor repeat.
 *
 * <p>Threads: a room's stream is touched on the room's stripe only; the database is read on reader
 * threads.
 */
package dev.parley.stream;
