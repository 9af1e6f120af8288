package dev.parley.portal;

import dev.parley.config.Settings;
import dev.parley.flow.BodyWriter;
import dev.parley.server.ApplicationServer;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.util.EnumSet;

/** Registers the filter that serves files, after those that add headers. */
@WebListener
public class PortalRegistration implements ServletContextListener {

    @Inject private BodyWriter writer;
    @Inject private ApplicationServer server;
    @Inject private Settings settings;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        FilterRegistration.Dynamic filter =
                context.addFilter(
                        "files", new PortalFilesFilter(context, writer, server, settings));
        filter.setAsyncSupported(true);
        // The Socket.IO client's address forwards to its file.
        EnumSet<DispatcherType> types = EnumSet.of(DispatcherType.REQUEST, DispatcherType.FORWARD);
        filter.addMappingForUrlPatterns(types, true, "/*");
    }
}
