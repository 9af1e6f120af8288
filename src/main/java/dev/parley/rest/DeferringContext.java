package dev.parley.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The asynchronous mode of a {@link DeferringRequest}: its first completion runs another action,
 * and further ones have no effect. Thread-safe as far as the container's context is.
 */
final class DeferringContext implements AsyncContext {

    private final AsyncContext container;
    private final Runnable completion;
    private final AtomicBoolean completed = new AtomicBoolean();

    DeferringContext(AsyncContext container, Runnable completion) {
        this.container = container;
        this.completion = completion;
    }

    @Override
    public void complete() {
        if (completed.compareAndSet(false, true)) {
            completion.run();
        }
    }

    @Override
    public ServletRequest getRequest() {
        return container.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return container.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return container.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        container.dispatch();
    }

    @Override
    public void dispatch(String path) {
        container.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext application, String path) {
        container.dispatch(application, path);
    }

    @Override
    public void start(Runnable work) {
        container.start(work);
    }

    @Override
    public void addListener(AsyncListener listener) {
        container.addListener(listener);
    }

    @Override
    public void addListener(
            AsyncListener listener, ServletRequest request, ServletResponse response) {
        container.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return container.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        container.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return container.getTimeout();
    }
}
