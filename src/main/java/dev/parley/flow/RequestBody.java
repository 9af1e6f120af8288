package dev.parley.flow;

import dev.parley.server.BodyBudget;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Reads the body of a request without blocking a thread. The rest of a body that is too large is
 * read and discarded. Otherwise, Undertow (2.3) would block a thread to read it at the end of the
 * request. For one thread at a time.
 */
public final class RequestBody implements ReadListener {

    /** Receives the outcome. */
    public interface Listener {
        /** The body has arrived. */
        void onComplete(byte[] body);

        /** The body is too large. Its rest is read and discarded; {@link #onDiscarded} follows. */
        void onTooLarge();

        /** Bodies occupy too much memory. */
        void onTooMany();

        /** A body that is not kept, or the rest of one that is too large, has been read. */
        void onDiscarded();

        /** The client disconnected or was too slow. */
        void onLost(Throwable failure);
    }

    private static final int CHUNK = 8 * 1024;

    private final ServletInputStream in;
    private final int maxBytes;
    private final BodyBudget.Share share;
    private final Listener listener;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean over;

    /** Whether nothing more is kept, so that the rest is read and discarded. */
    private boolean discarding;

    /**
     * @param maxBytes size limit of the body
     * @param share the memory for it; the caller releases it
     */
    public RequestBody(
            ServletInputStream in, int maxBytes, BodyBudget.Share share, Listener listener) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.share = share;
        this.listener = listener;
    }

    /** Refuses the body before it arrives, because its declared length is too large. */
    public void refuse() {
        discard();
        listener.onTooLarge();
    }

    /** Keeps nothing of the body: the request has been refused. */
    public void discard() {
        discarding = true;
        bytes = new ByteArrayOutputStream(0);
        share.release();
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] chunk = new byte[CHUNK];
        while (!over && in.isReady()) {
            int length = in.read(chunk);
            if (length < 0) {
                // The container calls onAllDataRead.
                return;
            }
            if (!discarding && bytes.size() + length > maxBytes) {
                refuse();
            }
            if (!discarding && !share.reserve(length)) {
                discard();
                listener.onTooMany();
            }
            if (!discarding) {
                bytes.write(chunk, 0, length);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            if (discarding) {
                listener.onDiscarded();
            } else {
                listener.onComplete(bytes.toByteArray());
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!over) {
            over = true;
            listener.onLost(failure);
        }
    }
}
