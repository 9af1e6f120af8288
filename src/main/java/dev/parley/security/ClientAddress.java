package dev.parley.security;

import dev.parley.config.AddressRange;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the address of the client: the address of the connection, or the one that a trusted proxy
 * has added to {@code X-Forwarded-For}. Immutable.
 *
 * @param trusted the addresses of the proxies ({@code parley.trusted-proxies})
 */
public record ClientAddress(List<AddressRange> trusted) {

    private static final String HEADER = "X-Forwarded-For";

    /** Returns the address of the client that sent a request. */
    public String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders(HEADER)));
    }

    /**
     * Returns the last address that is not that of a trusted proxy.
     *
     * @param peer the address of the connection
     * @param forwarded the values of the header; each proxy has appended the address of its peer
     */
    public String of(String peer, List<String> forwarded) {
        List<String> hops = new ArrayList<>();
        forwarded.forEach(value -> Collections.addAll(hops, value.split(",")));
        String client = peer;
        for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
            String hop = withoutPort(hops.get(i).strip());
            if (hop == null) {
                return client;
            }
            client = hop;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /** Returns an address without its port, or null if the text is not an address. */
    private static @Nullable String withoutPort(String hop) {
        String address = hop;
        if (hop.startsWith("[") && hop.contains("]")) {
            address = hop.substring(1, hop.indexOf(']'));
        } else if (hop.indexOf(':') == hop.lastIndexOf(':') && hop.contains(":")) {
            address = hop.substring(0, hop.indexOf(':'));
        }
        return AddressRange.isAddress(address) ? address : null;
    }
}
