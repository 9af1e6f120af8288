package dev.parley.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;

/** Measures the head of a request. Stateless. */
final class UndertowHead {

    private UndertowHead() {}

    /** Returns whether the URL and the headers have more than {@code max} bytes. */
    static boolean isLargerThan(int max, HttpServerExchange exchange) {
        long bytes = (long) exchange.getRequestURI().length() + exchange.getQueryString().length();
        for (HeaderValues header : exchange.getRequestHeaders()) {
            for (String value : header) {
                bytes += header.getHeaderName().length() + value.length() + 4L;
            }
        }
        return bytes > max;
    }
}
