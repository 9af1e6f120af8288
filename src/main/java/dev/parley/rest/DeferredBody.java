package dev.parley.rest;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * A response that collects its body in memory, so that no thread waits for a client that reads
 * slowly: {@link DeferringRequest} writes it once it is complete. Until then the response is not
 * committed. Bodies are limited in size, because pages are. For one thread at a time.
 */
final class DeferredBody extends HttpServletResponseWrapper {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ServletOutputStream stream = new Collector();
    private final PrintWriter writer = new PrintWriter(stream, false, StandardCharsets.UTF_8);

    DeferredBody(HttpServletResponse response) {
        super(response);
    }

    @Override
    public ServletOutputStream getOutputStream() {
        return stream;
    }

    @Override
    public PrintWriter getWriter() {
        return writer;
    }

    /** Does not commit the response: its body is complete only when the request is. */
    @Override
    public void flushBuffer() {
        writer.flush();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer();
        discard();
    }

    @Override
    public void reset() {
        super.reset();
        discard();
    }

    private void discard() {
        writer.flush();
        bytes.reset();
    }

    /** Returns what has been collected. */
    byte[] collected() {
        writer.flush();
        return bytes.toByteArray();
    }

    private final class Collector extends ServletOutputStream {

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            bytes.write(b, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        /** RESTEasy, the Jakarta REST implementation of both servers, writes some bodies so. */
        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                listener.onWritePossible();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
