/**
 * Finds the handlers of gateways ({@link dev.parley.api.Gateway}, {@link dev.parley.api.OnEvent})
 * at start-up, and dispatches events to them: binds and validates the payload, applies the rate
 * limit, calls the handler, and converts what it returns or throws to the acknowledgement.
 *
 * <p>Threads: a handler runs on the thread that read the frame and must not block; for long
 * operations, it returns a {@link java.util.concurrent.CompletionStage}. A blocking handler runs on
 * the pool of {@link dev.parley.gateway.BlockingHandlers}.
 */
package dev.parley.gateway;
