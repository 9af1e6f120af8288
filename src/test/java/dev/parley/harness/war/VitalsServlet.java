package dev.parley.harness.war;

import dev.parley.flow.Doors;
import dev.parley.hub.SocketRegistry;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** Tells a test from inside what the server has in hand; {@code ?gc} collects the garbage first. */
@WebServlet("/test/vitals")
public class VitalsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject private transient Doors doors;
    @Inject private transient SocketRegistry sockets;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if ("gc".equals(request.getQueryString())) {
            // What one collection makes unreachable, the next one finds.
            System.gc();
            System.gc();
        }
        // As the latest collection has left it: on a busy machine what others throw away until this
        // thread comes to look can be more than any test allows for. Open Liberty keeps what it
        // reads outside of the heap.
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                bytes += pool.getCollectionUsage().getUsed();
            }
        }
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            bytes += pool.getMemoryUsed();
        }
        response.setContentType("application/json");
        response.getWriter()
                .write(
                        Json.createObjectBuilder()
                                .add("connections", doors.count())
                                .add("sockets", sockets.count())
                                .add("memory", bytes)
                                .add(
                                        "threads",
                                        ManagementFactory.getThreadMXBean().getThreadCount())
                                .build()
                                .toString());
    }
}
