package dev.parley.rest;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.CompletableFuture;

/** Completes a future when a request in asynchronous mode has ended, however. Thread-safe. */
record EndOfRequest(CompletableFuture<Void> ended) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        ended.complete(null);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        ended.complete(null);
    }

    @Override
    public void onError(AsyncEvent event) {
        ended.complete(null);
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request goes on.
    }
}
