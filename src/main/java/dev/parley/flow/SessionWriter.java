package dev.parley.flow;

import dev.parley.server.DirectSends;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes through the asynchronous remote of a {@link Session}; the endpoint's encoders give the
 * wire form.
 */
final class SessionWriter implements FrameWriter {

    /**
     * The maximum size of a direct send: characters of one text, or bytes of several texts. Java
     * keeps a buffer for each writing thread, as large as the largest write of that thread.
     */
    private static final int LONGEST_DIRECT = 16 * 1024;

    private final RemoteEndpoint.Async remote;
    private final int window;
    private final Optional<DirectSends> direct;
    private final AtomicLong written = new AtomicLong();

    /**
     * @param window how many frames may be in progress at once
     * @param direct sends without the remote, if it is possible
     */
    SessionWriter(Session session, int window, Optional<DirectSends> direct) {
        this.remote = session.getAsyncRemote();
        this.window = window;
        this.direct = direct;
        // By default, the specification waits indefinitely for a client that has stopped reading.
        remote.setSendTimeout(DirectSends.TIMEOUT.toMillis());
    }

    @Override
    public void write(Frame frame, Consumer<Throwable> done) {
        if (frame.parts().size() == 1) {
            writePart(frame.parts().get(0), done);
        } else if (!writeTogether(frame, done)) {
            new Parts(frame, done).writeNext();
        }
    }

    /** Writes all parts with one send; returns false if nothing was written. */
    private boolean writeTogether(Frame frame, Consumer<Throwable> done) {
        return direct.isPresent()
                && frame.bytes() <= LONGEST_DIRECT
                && frame.parts().stream().allMatch(SharedText.class::isInstance)
                && direct.get()
                        .send(
                                () -> SharedText.frames(frame.parts(), frame.bytes()),
                                failure -> finish(failure, done));
    }

    /**
     * Writes one part after the other: simultaneous sends of text and binary failed
     * (UNDERTOW-2532).
     */
    private final class Parts {

        private final Iterator<Object> parts;
        private final Consumer<Throwable> done;

        /**
         * Counts the requests to write, so that one thread writes and none recurses: a server may
         * report the end of a send before the send returns.
         */
        private final AtomicInteger requests = new AtomicInteger();

        Parts(Frame frame, Consumer<Throwable> done) {
            this.parts = frame.parts().iterator();
            this.done = done;
        }

        void writeNext() {
            if (requests.getAndIncrement() > 0) {
                return;
            }
            try {
                do {
                    writePart(parts.next(), this::onWritten);
                } while (requests.decrementAndGet() > 0);
            } catch (RuntimeException | Error e) {
                // The server may be the caller, and would swallow this.
                done.accept(e);
            }
        }

        private void onWritten(@Nullable Throwable failure) {
            if (failure != null || !parts.hasNext()) {
                done.accept(failure);
            } else {
                writeNext();
            }
        }
    }

    private void writePart(Object part, Consumer<Throwable> done) {
        if (part instanceof Frame.Ping) {
            writePing(done);
            return;
        }
        if (direct.isPresent()
                && part instanceof SharedText text
                && text.text().length() <= LONGEST_DIRECT
                && direct.get().send(text::frame, failure -> finish(failure, done))) {
            return;
        }
        SendHandler handler =
                result -> finish(result.isOK() ? null : failure(result.getException()), done);
        if (part instanceof byte[] bytes) {
            remote.sendBinary(ByteBuffer.wrap(bytes), handler);
        } else {
            remote.sendObject(part, handler);
        }
    }

    private void finish(@Nullable Throwable failure, Consumer<Throwable> done) {
        written.incrementAndGet();
        done.accept(failure);
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

    /** Returns how many writes have completed, successfully or not; pings do not count. */
    long written() {
        return written.get();
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public int mostTogether() {
        return direct.isPresent() ? LONGEST_DIRECT : 0;
    }
}
