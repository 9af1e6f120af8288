package dev.parley.edge;

import dev.parley.config.Settings;
import dev.parley.engineio.BodyShares;
import dev.parley.engineio.Connections;
import dev.parley.flow.BodyWriter;
import dev.parley.flow.ThreadPools;
import dev.parley.server.ApplicationServer;
import dev.parley.server.RequestLimits;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/**
 * Lets the server limit all requests, if it can. Otherwise, registers a filter before all others,
 * and one after them.
 */
@WebListener
public class EdgeRegistration implements ServletContextListener {

    @Inject private Settings settings;
    @Inject private ApplicationServer server;
    @Inject private Connections connections;
    @Inject private BodyShares shares;
    @Inject private ThreadPools threads;
    @Inject private BodyWriter writer;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        Settings.Requests requests = settings.requests();
        RequestLimits limits =
                new RequestLimits(
                        requests.maxHead(),
                        settings.connections().maxPayload(),
                        requests.bodyTimeout(),
                        shares::share,
                        this::isPolling);
        if (!server.limitRequests(limits)) {
            FilterRegistration.Dynamic filter =
                    context.addFilter("edge", new EdgeFilter(limits, server, threads));
            filter.setAsyncSupported(true);
            // Before the filters that are declared by annotations.
            filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            FilterRegistration.Dynamic last =
                    context.addFilter("arrival", new ArrivalFilter(limits, threads, writer));
            last.setAsyncSupported(true);
            last.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        }
    }

    private boolean isPolling(String path) {
        return path.endsWith("/") && connections.isPath(path.substring(0, path.length() - 1));
    }
}
