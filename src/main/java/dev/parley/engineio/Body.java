package dev.parley.engineio;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the body of a POST without blocking a thread. Calls its listener once. */
final class Body implements ReadListener {

    /** Receives the outcome. */
    interface Listener {
        void onComplete(String text);

        void onTooLarge();

        /** The client disconnected or was too slow. */
        void onLost(Throwable failure);
    }

    private final ServletInputStream in;
    private final int maxBytes;
    private final Listener listener;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[8 * 1024];
    private boolean over;

    Body(ServletInputStream in, int maxBytes, Listener listener) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady()) {
            int length = in.read(chunk);
            if (length < 0) {
                // The container calls onAllDataRead.
                return;
            }
            if (bytes.size() + length > maxBytes) {
                over = true;
                listener.onTooLarge();
                return;
            }
            bytes.write(chunk, 0, length);
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            listener.onComplete(bytes.toString(StandardCharsets.UTF_8));
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
