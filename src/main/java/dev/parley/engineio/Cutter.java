package dev.parley.engineio;

/**
 * Ends the connection of a request whose body never comes to its end. Undertow (2.3) reads the rest
 * of a body before it completes a request, and holds a thread meanwhile, be it one of those that
 * serve everybody: a few hundred clients that send byte after byte would hold them all.
 * Thread-safe.
 */
final class Cutter {

    /** By name first: the class that knows Undertow may only be loaded where Undertow is. */
    private static final boolean UNDERTOW =
            isThere("io.undertow.servlet.handlers.ServletRequestContext");

    private final Runnable cut;

    private Cutter(Runnable cut) {
        this.cut = cut;
    }

    /** For the request of this thread; elsewhere than on Undertow it does nothing. */
    static Cutter ofPresentRequest() {
        return new Cutter(UNDERTOW ? UndertowRequest.cutter() : () -> {});
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, Cutter.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    void cut() {
        cut.run();
    }
}
