package dev.parley.conformance.clients;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The headers of the POST that came last; the suite has one client at a time. Thread-safe. */
@ApplicationScoped
public class LastPost {

    private volatile Map<String, String> headers = Map.of();

    void remember(HttpServletRequest request) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            found.put(name.toLowerCase(Locale.ROOT), request.getHeader(name));
        }
        headers = found;
    }

    /** By name, in lower case. */
    Map<String, String> headers() {
        return headers;
    }
}
