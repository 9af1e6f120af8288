package dev.parley.edge;

import dev.parley.server.BodyBudget;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Releases the memory of a body at the end of its request. Thread-safe. */
record EndOfBody(BodyBudget.Share share) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        share.release();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // The completion follows.
    }

    @Override
    public void onError(AsyncEvent event) {
        // The completion follows.
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request goes on.
    }
}
