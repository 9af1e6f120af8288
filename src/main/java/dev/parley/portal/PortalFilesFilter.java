package dev.parley.portal;

import dev.parley.config.AddressRange;
import dev.parley.config.Settings;
import dev.parley.flow.BodyWriter;
import dev.parley.security.ClientAddress;
import dev.parley.server.ApplicationServer;
import dev.parley.server.BodyBudget;
import dev.parley.server.RequestRefusal;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Serves files without blocking a thread while a client reads. The servers' own servlets for files
 * write synchronously: 100 clients that requested the Socket.IO client and read nothing stopped
 * WildFly (39) and Open Liberty (26.0.0.3). Thread-safe.
 */
final class PortalFilesFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private final transient PortalFiles files;
    private final transient BodyWriter writer;
    private final transient ApplicationServer server;
    private final transient ClientAddress addresses;

    /** Files that clients are reading: Open Liberty copies each one. */
    private final transient BodyBudget budget;

    PortalFilesFilter(
            ServletContext context,
            BodyWriter writer,
            ApplicationServer server,
            Settings settings) {
        this.files = new PortalFiles(context);
        this.writer = writer;
        this.server = server;
        this.addresses = new ClientAddress(settings.unjoined().trustedProxies());
        this.budget =
                new BodyBudget(
                        settings.requests().bodyMemory(),
                        settings.requests().bodyMemoryPerAddress());
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<PortalFile> file = isRead(request) ? files.at(path(request)) : Optional.empty();
        if (file.isPresent() && request.isAsyncSupported()) {
            serve(file.get(), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isRead(HttpServletRequest request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private void serve(PortalFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("ETag", file.tag());
        // The page of a new version must not run the scripts of the former one.
        response.setHeader("Cache-Control", "no-cache");
        if (file.isKnown(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(file.type());
        response.setContentLength(file.content().length);
        if (request.getMethod().equals("GET")) {
            write(file, request, response);
        }
    }

    private void write(PortalFile file, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        BodyBudget.Share share = budget.share(AddressRange.network(addresses.of(request)));
        if (!share.reserve(file.content().length)) {
            response.reset();
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            response.setIntHeader("Retry-After", RequestRefusal.RETRY_SECONDS);
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        writer.write(
                async,
                response.getOutputStream(),
                file.content(),
                server.requestAbort(),
                failure -> share.release());
    }
}
