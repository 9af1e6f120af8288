package dev.parley.gateway;

/** The canonical form of event names that clients may spell in two ways. Stateless. */
final class InboundNames {

    private InboundNames() {}

    /** {@code send-message} → {@code send_message}. */
    static String canonical(String name) {
        return name.replace('-', '_');
    }
}
