/**
 * Handlers by annotation: {@link dev.parley.api.Gateway} and {@link dev.parley.api.OnEvent}. It
 * binds and validates payloads, limits rates, calls the handler, and turns what the handler returns
 * or throws into the answer.
 *
 * <p>Threads: handlers are called on the thread that read the frame and must not block; they return
 * a {@link java.util.concurrent.CompletionStage} for what takes time.
 */
package dev.parley.gateway;
