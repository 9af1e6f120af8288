package dev.parley.server;

import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes the cookies that Undertow (2.3) cannot parse. They belong to other applications on the
 * same host. Weld's listener (WildFly 39) makes Undertow parse all cookies of each request before
 * any filter runs. If Undertow cannot parse one, the request fails with 500 (UT000173). Stateless.
 */
final class UndertowCookies {

    /** Undertow refuses more than 200 cookies in one request. */
    static final int MAX = 200;

    private UndertowCookies() {}

    /** Changes the headers of a request, if they contain such cookies. */
    static void clean(HeaderMap headers) {
        HeaderValues found = headers.get(Headers.COOKIE);
        if (found == null) {
            return;
        }
        List<String> all = List.copyOf(found);
        List<String> kept = kept(all);
        if (kept.equals(all)) {
            return;
        }
        headers.remove(Headers.COOKIE);
        headers.addAll(Headers.COOKIE, kept);
    }

    /** Returns the values of the Cookie headers without what cannot be parsed. */
    static List<String> kept(List<String> values) {
        List<String> kept = new ArrayList<>();
        int count = 0;
        for (String value : values) {
            List<String> cookies = new ArrayList<>();
            boolean whole = true;
            for (String cookie : value.split(";", -1)) {
                if (!isParsable(cookie) || count == MAX) {
                    whole = false;
                } else {
                    cookies.add(cookie);
                    count++;
                }
            }
            if (whole) {
                kept.add(value);
            } else if (!cookies.isEmpty()) {
                kept.add(String.join(";", cookies).strip());
            }
        }
        return kept;
    }

    /** Names that begin with a dollar sign are attributes of RFC 2965, which no browser sends. */
    private static boolean isParsable(String cookie) {
        return !cookie.stripLeading().startsWith("$")
                && cookie.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\t');
    }
}
