/**
 * The bounded buffers at the edge: {@link dev.parley.flow.Outbox} towards a client, {@link
 * dev.parley.flow.Intake} from it, and the threads that the rest runs on.
 *
 * <p>Threads: nothing here blocks, except {@link dev.parley.flow.Intake#admit}, which may hold the
 * container's reading thread of one connection where receives cannot be suspended.
 */
package dev.parley.flow;
