package dev.parley.flow;

import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes through the asynchronous remote of a {@link Session}; the endpoint's encoders give the
 * wire form.
 */
final class SessionWriter implements FrameWriter {

    private static final long SEND_TIMEOUT_MILLIS = 20_000;

    private final RemoteEndpoint.Async remote;
    private final int window;
    private final AtomicLong written = new AtomicLong();

    /**
     * @param window how many frames may be in progress at once
     */
    SessionWriter(Session session, int window) {
        this.remote = session.getAsyncRemote();
        this.window = window;
        // By default, the specification waits indefinitely for a client that has stopped reading.
        remote.setSendTimeout(SEND_TIMEOUT_MILLIS);
    }

    @Override
    public void write(Frame frame, Consumer<Throwable> done) {
        write(frame, 0, done);
    }

    /** One part after the other: simultaneous sends of text and binary failed (UNDERTOW-2532). */
    private void write(Frame frame, int index, Consumer<Throwable> done) {
        boolean last = index == frame.parts().size() - 1;
        writePart(
                frame.parts().get(index),
                failure -> {
                    if (failure != null || last) {
                        done.accept(failure);
                    } else {
                        write(frame, index + 1, done);
                    }
                });
    }

    private void writePart(Object part, Consumer<Throwable> done) {
        if (part instanceof Frame.Ping) {
            writePing(done);
            return;
        }
        SendHandler handler =
                result -> {
                    written.incrementAndGet();
                    done.accept(result.isOK() ? null : failure(result.getException()));
                };
        if (part instanceof byte[] bytes) {
            remote.sendBinary(ByteBuffer.wrap(bytes), handler);
        } else {
            remote.sendObject(part, handler);
        }
    }

    /**
     * Open Liberty writes a ping on the caller's thread. The ping goes through the window like any
     * frame, so that it never meets a send that is in progress.
     */
    private void writePing(Consumer<Throwable> done) {
        try {
            remote.sendPing(ByteBuffer.allocate(0));
        } catch (IOException e) {
            done.accept(e);
            return;
        }
        done.accept(null);
    }

    private static Throwable failure(Throwable reported) {
        return reported != null ? reported : new IllegalStateException("send failed");
    }

    /** Returns how many parts of frames have been written, or have failed. */
    long written() {
        return written.get();
    }

    @Override
    public int window() {
        return window;
    }
}
