/**
 * Orders each room's durable events on this node. Every socket gets them by {@code rev}, exactly
 * once, and joins cause neither gaps nor repeats.
 *
 * <p>Threads: a room's stream is accessed on the room's stripe only; the database is read on reader
 * threads.
 */
package dev.parley.stream;
