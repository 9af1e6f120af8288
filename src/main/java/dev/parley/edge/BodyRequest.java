package dev.parley.edge;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.jspecify.annotations.Nullable;

/** A request with another body than the container's. For one thread at a time. */
abstract class BodyRequest extends HttpServletRequestWrapper {

    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;

    BodyRequest(HttpServletRequest request) {
        super(request);
    }

    /** Returns the body; called once. */
    abstract ServletInputStream open() throws IOException;

    @Override
    public final ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = open();
        }
        return stream;
    }

    @Override
    public final BufferedReader getReader() throws IOException {
        if (reader == null) {
            String encoding = getCharacterEncoding();
            reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    getInputStream(), encoding == null ? "ISO-8859-1" : encoding));
        }
        return reader;
    }
}
