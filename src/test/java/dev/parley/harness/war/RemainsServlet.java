package dev.parley.harness.war;

import jakarta.annotation.Resource;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.sql.DataSource;

/**
 * Reports what is left of the deployments that {@link LoaderRegistrar} recorded: how many there
 * were, how many of their class loaders survive a garbage collection, and the threads that belong
 * to them. Runs in a deployment of its own, which is not counted. {@code ?dump=FILE} also writes a
 * heap dump.
 */
@WebServlet(urlPatterns = "/remains", loadOnStartup = 1)
public class RemainsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Packages whose code runs in the threads that a deployment starts. */
    private static final List<String> PACKAGES =
            List.of(
                    "dev.parley.",
                    "io.reactivex.",
                    "liquibase.",
                    "org.infinispan.",
                    "org.jgroups.",
                    "org.jose4j.");

    /** The names of the threads that serve requests on WildFly. */
    private static final String XNIO_WORKERS = "default task-";

    @Resource(lookup = "java:comp/DefaultDataSource")
    private transient DataSource database;

    /** When the probe was deployed; thread ids increase. */
    private long newestThread;

    /** Its methods replace what the JDK has cached of other records. */
    private record Replacement(RemainsServlet servlet) {}

    /**
     * Uses the database before Parley does: H2 keeps the class loader of whoever uses it first, in
     * the stack trace of an exception that it prepares ({@code TraceObject.SQL_OOME}, H2 2.3).
     */
    @Override
    public void init() throws ServletException {
        newestThread = new Thread().getId();
        try {
            database.getConnection().close();
        } catch (SQLException e) {
            throw new ServletException(e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        clearCacheOfRecords();
        String dump = request.getParameter("dump");
        if (dump != null) {
            dumpTo(dump);
        }
        collectGarbage();
        List<ClassLoader> left = alive(LoaderRegistrar.loaders());
        List<ClassLoader> owners = new ArrayList<>(left);
        owners.addAll(alive(LoaderRegistrar.contextLoaders()));
        JsonArrayBuilder threads = Json.createArrayBuilder();
        threadsOf(owners).forEach(threads::add);
        response.setContentType("application/json");
        response.getWriter()
                .print(
                        Json.createObjectBuilder()
                                .add("deployments", LoaderRegistrar.loaders().size())
                                .add("loaders", left.size())
                                .add("kept by server", newWorkersOfXnio())
                                .add("threads", threads)
                                .build());
    }

    /**
     * Java 17 keeps one class loader alive, however many deployments there were: {@code
     * java.lang.runtime.ObjectMethods} caches the type of the last record component that it made
     * {@code hashCode} and {@code equals} for (JDK-8078641). A record of the probe takes that
     * place.
     */
    private void clearCacheOfRecords() {
        Replacement one = new Replacement(this);
        Replacement other = new Replacement(null);
        if (one.equals(other) || one.hashCode() == other.hashCode()) {
            throw new IllegalStateException("A servlet is no different from null");
        }
    }

    /**
     * The number of class loaders that WildFly 39 may keep: each idle worker thread has its first
     * task on its stack (JBoss Threads, {@code EnhancedQueueExecutor.ThreadBody}), and with it the
     * deployment that the task served. It also inherits a context class loader for good, if code of
     * a deployment made WildFly start it (XNIO, {@code XnioWorker.WorkerThreadFactory}). Workers
     * that are older than the probe keep no recorded deployment.
     */
    private long newWorkersOfXnio() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(RemainsServlet::isWorkerOfXnio)
                .filter(thread -> thread.getId() > newestThread)
                .count();
    }

    private static boolean isWorkerOfXnio(Thread thread) {
        return thread.getName().startsWith(XNIO_WORKERS);
    }

    /** The class loaders of other deployments than this one. */
    private static List<ClassLoader> alive(List<WeakReference<ClassLoader>> loaders) {
        ClassLoader own = RemainsServlet.class.getClassLoader();
        ClassLoader ownContext = Thread.currentThread().getContextClassLoader();
        return List.copyOf(loaders).stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .filter(loader -> loader != own && loader != ownContext)
                .toList();
    }

    /**
     * Collects what only soft references hold, too: caches of the JDK use them, and the JVM clears
     * them all before it gives up an allocation.
     */
    private static void collectGarbage() {
        try {
            long[][] tooMuch = new long[64][];
            for (int i = 0; i < tooMuch.length; i++) {
                tooMuch[i] = new long[Integer.MAX_VALUE / 8];
            }
        } catch (OutOfMemoryError expected) {
            System.gc();
        }
    }

    /** Writes a heap dump of the live objects, to find out which of them hold a class loader. */
    private static void dumpTo(String file) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
                            "dumpHeap",
                            new Object[] {file, true},
                            new String[] {String.class.getName(), boolean.class.getName()});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> threadsOf(List<ClassLoader> loaders) {
        Thread self = Thread.currentThread();
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey() != self && !isWorkerOfXnio(entry.getKey()))
                .filter(entry -> belongsTo(loaders, entry))
                .map(entry -> describe(entry, loaders));
    }

    private static boolean belongsTo(
            List<ClassLoader> loaders, Map.Entry<Thread, StackTraceElement[]> entry) {
        Thread thread = entry.getKey();
        return loaders.contains(thread.getContextClassLoader())
                || loaders.contains(thread.getClass().getClassLoader())
                || Stream.of(entry.getValue())
                        .map(StackTraceElement::getClassName)
                        .anyMatch(name -> PACKAGES.stream().anyMatch(name::startsWith));
    }

    private static String describe(
            Map.Entry<Thread, StackTraceElement[]> entry, List<ClassLoader> loaders) {
        StackTraceElement[] frames = entry.getValue();
        return entry.getKey().getName()
                + (loaders.contains(entry.getKey().getContextClassLoader()) ? " (context)" : "")
                + (frames.length == 0 ? "" : " at " + frames[0]);
    }
}
