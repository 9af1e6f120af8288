package dev.parley.edge;

import dev.parley.server.BodyBudget;
import dev.parley.server.RequestRefusal;
import dev.parley.server.RequestRefusedException;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A request whose body has a deadline and counts towards the memory of all bodies. Reads block, and
 * fail with a {@link RequestRefusedException} after the deadline: a client that sends byte by byte
 * occupies its thread no longer. The server itself must end a read to which nothing arrives. For
 * one thread at a time.
 */
final class LimitedRequest extends BodyRequest {

    private final HttpServletResponse response;
    private final BodyBudget.Share share;
    private final LongSupplier nanos;
    private final long end;

    /**
     * @param response gets {@code Connection: close} if a read fails
     * @param timeout the time that the client has to send the body
     * @param share the memory of the body
     * @param nanos the time, such as {@link System#nanoTime}
     */
    LimitedRequest(
            HttpServletRequest request,
            HttpServletResponse response,
            Duration timeout,
            BodyBudget.Share share,
            LongSupplier nanos) {
        super(request);
        this.response = response;
        this.share = share;
        this.nanos = nanos;
        end = nanos.getAsLong() + timeout.toNanos();
    }

    @Override
    ServletInputStream open() throws IOException {
        return new LimitedStream(getRequest().getInputStream());
    }

    private RequestRefusedException refuse(RequestRefusal refusal) {
        response.setHeader("Connection", "close");
        return new RequestRefusedException(refusal);
    }

    private final class LimitedStream extends ServletInputStream {

        private final ServletInputStream body;

        LimitedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = body.read(bytes, offset, length);
            if (read > 0 && nanos.getAsLong() - end > 0) {
                throw refuse(RequestRefusal.TOO_SLOW);
            }
            if (read > 0 && !share.reserve(read)) {
                throw refuse(RequestRefusal.TOO_MANY);
            }
            return read;
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }
}
