/**
 * The bounded buffers of a client: {@link dev.parley.flow.Outbox} towards it, {@link
 * dev.parley.flow.Intake} from it; and the threads that everything else runs on.
 *
 * <p>Threads: nothing here blocks, except {@link dev.parley.flow.Intake#admit}, which may hold the
 * container's reading thread of one connection where receives cannot be suspended.
 */
package dev.parley.flow;
