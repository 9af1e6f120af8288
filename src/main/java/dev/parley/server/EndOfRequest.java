package dev.parley.server;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Runs an action when a request in asynchronous mode has ended, however. Thread-safe.
 *
 * @param action must be idempotent: an error or a timeout is followed by the completion
 */
public record EndOfRequest(Runnable action) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        action.run();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        action.run();
    }

    @Override
    public void onError(AsyncEvent event) {
        action.run();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request goes on after a dispatch, for which the container forgets its listeners.
        event.getAsyncContext().addListener(this);
    }
}
