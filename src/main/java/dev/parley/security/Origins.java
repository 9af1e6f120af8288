package dev.parley.security;

import dev.parley.config.Origin;
import dev.parley.config.Settings;
import dev.parley.config.Settings.Cors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which web pages may connect, by the {@code Origin} header (RFC 6454). Thread-safe.
 *
 * <p>Headers that a proxy adds ({@code X-Forwarded-…}) are ignored, since a client can send them as
 * well. Behind a proxy, either the {@code Host} header must be the public one, or the public origin
 * must be configured.
 */
@ApplicationScoped
public class Origins {

    private Cors cors;

    protected Origins() {
        // For the container's proxy.
    }

    @Inject
    public Origins(Settings settings) {
        this(settings.cors());
    }

    public Origins(Cors cors) {
        this.cors = cors;
    }

    /**
     * Whether a request may be served.
     *
     * @param origin the {@code Origin} header; null (no browser) is always allowed
     * @param host the {@code Host} header; may be null
     * @param scheme the scheme of the request as this server sees it: {@code http}, {@code https},
     *     {@code ws} or {@code wss}; may be null
     */
    public boolean allows(@Nullable String origin, @Nullable String host, @Nullable String scheme) {
        if (origin == null || cors.any()) {
            return true;
        }
        Optional<Origin> parsed = Origin.parse(origin);
        return parsed.isPresent()
                && (cors.origins().contains(parsed.get()) || isOwn(parsed.get(), host, scheme));
    }

    /**
     * Whether the page came from this server. If TLS ends at a proxy, the page is {@code https} but
     * the request is not: both schemes are accepted then, and a {@code Host} without a port means
     * the default port of the page's scheme. An {@code http} page never matches a request with TLS.
     */
    private static boolean isOwn(Origin origin, @Nullable String host, @Nullable String scheme) {
        boolean pageIsSecure = origin.scheme().equals("https");
        if (host == null || !pageIsSecure && !origin.scheme().equals("http")) {
            return false;
        }
        boolean requestIsSecure = "https".equals(scheme) || "wss".equals(scheme);
        if (requestIsSecure && !pageIsSecure) {
            return false;
        }
        return Origin.ofHost(origin.scheme(), host).filter(origin::equals).isPresent();
    }
}
