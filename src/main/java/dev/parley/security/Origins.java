package dev.parley.security;

import dev.parley.config.Origin;
import dev.parley.config.Settings;
import dev.parley.config.Settings.Cors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Decides which web pages may connect, by the {@code Origin} header (RFC 6454). Usable from any
 * thread.
 *
 * <p>Headers that a proxy adds ({@code X-Forwarded-…}) are not looked at, since a client can send
 * them too; behind a proxy the {@code Host} header must be the public one, or the public origin
 * configured.
 */
@ApplicationScoped
public class Origins {

    private final Cors cors;

    /** For the proxy of the container only. */
    protected Origins() {
        this.cors = null;
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
     * @param origin the {@code Origin} header; null, where no browser is involved, is always right
     * @param host the {@code Host} header; may be null
     * @param scheme of the request as this server sees it: {@code http}, {@code https}, {@code ws}
     *     or {@code wss}; may be null
     */
    public boolean allows(String origin, String host, String scheme) {
        if (origin == null || cors.any()) {
            return true;
        }
        Optional<Origin> parsed = Origin.parse(origin);
        return parsed.isPresent()
                && (cors.origins().contains(parsed.get()) || isOwn(parsed.get(), host, scheme));
    }

    /**
     * Whether the page came from this server. Where TLS ends at a proxy the request is plain and
     * the page is not: both schemes count then, and a {@code Host} without a port means the default
     * of the page's scheme. A plain page is never the own one of a request with TLS.
     */
    private static boolean isOwn(Origin origin, String host, String scheme) {
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
