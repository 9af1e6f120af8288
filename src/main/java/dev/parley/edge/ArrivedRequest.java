package dev.parley.edge;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body has been received. Whatever handles it sees it as the client sent it:
 * dispatching changes the address of the container's request. For one thread at a time.
 */
final class ArrivedRequest extends BodyRequest {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final String uri;
    private final String url;
    private final String servletPath;
    private final @Nullable String pathInfo;
    private final @Nullable String query;
    private byte[] body = {};
    private @Nullable Map<String, String[]> parameters;

    /** Keeps the address of a request that has not been dispatched yet. */
    ArrivedRequest(HttpServletRequest request) {
        super(request);
        uri = request.getRequestURI();
        url = request.getRequestURL().toString();
        servletPath = request.getServletPath();
        pathInfo = request.getPathInfo();
        query = request.getQueryString();
    }

    /** Sets the body. */
    void arrived(byte[] received) {
        body = received;
    }

    /**
     * Returns a path for which the container selects the same servlet and filters. It is not the
     * path that the client has sent, because Open Liberty (26.0.0.3) neither decodes a path of a
     * dispatch nor keeps it: it resolves {@code ..} and cuts it at {@code ?} and {@code ;}.
     */
    String dispatchPath() {
        String path = pathInfo == null ? servletPath : servletPath + pathInfo;
        return path.replaceAll("[^A-Za-z0-9/_.-]|(?<=/)\\.", "-");
    }

    @Override
    public String getRequestURI() {
        return uri;
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(url);
    }

    @Override
    public String getServletPath() {
        return servletPath;
    }

    @Override
    public @Nullable String getPathInfo() {
        return pathInfo;
    }

    @Override
    public @Nullable String getQueryString() {
        return query;
    }

    @Override
    ServletInputStream open() {
        return new ArrivedStream(body);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            String form = isForm() ? new String(body, charset()) : null;
            parameters = Parameters.of(query, form);
        }
        return parameters;
    }

    private boolean isForm() {
        String type = getContentType();
        return getMethod().equals("POST")
                && type != null
                && type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    private Charset charset() {
        try {
            String encoding = getCharacterEncoding();
            return encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterValues(name);
        return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    private static final class ArrivedStream extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        ArrivedStream(byte[] body) {
            bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public int available() {
            return bytes.available();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            try {
                if (!isFinished()) {
                    listener.onDataAvailable();
                }
                listener.onAllDataRead();
            } catch (IOException e) {
                listener.onError(e);
            }
        }
    }
}
