package dev.parley.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Measures the head of a request. Stateless. */
final class Head {

    private Head() {}

    /** Returns whether the URL and the headers have more than {@code max} bytes. */
    static boolean isLargerThan(int max, HttpServletRequest request) {
        String query = request.getQueryString();
        long bytes = (long) request.getRequestURI().length() + (query == null ? 0 : query.length());
        for (String name : Collections.list(request.getHeaderNames())) {
            for (String value : Collections.list(request.getHeaders(name))) {
                bytes += name.length() + value.length() + 4L;
            }
        }
        return bytes > max;
    }
}
