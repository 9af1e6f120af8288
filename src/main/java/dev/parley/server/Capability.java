package dev.parley.server;

/**
 * A part of Jakarta EE or MicroProfile that the server provides.
 *
 * @param title its name in messages
 * @param type a class of its API, which an application sees only if the server provides it
 * @param subsystem WildFly's subsystem of that name
 * @param feature Open Liberty's feature of that name
 * @param isRequired whether Parley cannot run without it
 */
record Capability(String title, String type, String subsystem, String feature, boolean isRequired) {

    /** Says in one sentence what is missing and how to add it. */
    String missingMessage() {
        return "This server has no "
                + title
                + (isRequired ? ", which Parley needs" : "")
                + ": on WildFly run parley.cli or add the subsystem "
                + subsystem
                + ", on Open Liberty add the feature "
                + feature
                + " (docs/install.md)";
    }
}
