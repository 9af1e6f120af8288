package dev.parley.engineio;

import dev.parley.config.AddressRange;
import dev.parley.config.Settings;
import dev.parley.security.ClientAddress;
import dev.parley.server.BodyBudget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * The memory that the request bodies of all clients occupy, those of polling clients included.
 * Thread-safe.
 */
@ApplicationScoped
public class BodyShares {

    private ClientAddress addresses;
    private BodyBudget budget;

    protected BodyShares() {
        // For the container's proxy.
    }

    @Inject
    BodyShares(Settings settings) {
        addresses = new ClientAddress(settings.unjoined().trustedProxies());
        budget =
                new BodyBudget(
                        settings.requests().bodyMemory(),
                        settings.requests().bodyMemoryPerAddress());
    }

    /** Returns the share of a request, which holds nothing yet. */
    BodyBudget.Share share(HttpServletRequest request) {
        return budget.share(AddressRange.network(addresses.of(request)));
    }

    /**
     * Returns the share of a request, which holds nothing yet.
     *
     * @param peer the address of its connection
     * @param forwarded the values of its {@code X-Forwarded-For} headers
     */
    public BodyBudget.Share share(String peer, List<String> forwarded) {
        return budget.share(AddressRange.network(addresses.of(peer, forwarded)));
    }
}
