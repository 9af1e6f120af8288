package dev.parley.config;

import dev.parley.config.Settings.Database;
import java.util.List;
import java.util.Optional;

/** The settings of the application as a whole and of its database. Stateless. */
final class ServerSettings {

    static final Setting<Boolean> ENABLED =
            new Setting<>(
                    "parley.enabled",
                    Kind.flag(true),
                    "Whether Parley serves clients. If `false`, it refuses every connection.");

    static final Setting<Boolean> DEBUG =
            new Setting<>(
                    "parley.debug",
                    Kind.flag(false),
                    "Whether `INTERNAL_ERROR` replies contain the exception. Do not use it in"
                            + " production.");

    static final Setting<Boolean> EXCEPTION_EVENT =
            new Setting<>(
                    "parley.errors.exception-event",
                    Kind.flag(true),
                    "Whether the server sends an error as the event `exception` as well as"
                            + " `error` if the client asked for no acknowledgement. Clients"
                            + " written for NestJS listen for `exception`.");

    static final Setting<Optional<String>> VERSION =
            new Setting<>(
                    "parley.version",
                    Kind.text(),
                    "The version that clients see in `connected`. Set by the build; do not change"
                            + " it.");

    static final Setting<Boolean> MIGRATE =
            new Setting<>(
                    "parley.database.migrate",
                    Kind.flag(true),
                    "Whether Parley creates and updates its tables at start-up. If `false`, it"
                            + " only checks them, and start-up fails unless they have the schema"
                            + " of this version.");

    static final Setting<Boolean> DURABLE =
            new Setting<>(
                    "parley.database.durable",
                    Kind.flag(true),
                    "Whether start-up fails on a database that may lose committed data:"
                            + " PostgreSQL with `synchronous_commit=off` or `fsync=off`, or an H2"
                            + " URL without `WRITE_DELAY=0`.");

    static final SettingGroup GENERAL =
            new SettingGroup("General", "", List.of(ENABLED, DEBUG, EXCEPTION_EVENT, VERSION));

    static final SettingGroup DATABASE =
            new SettingGroup(
                    "Database",
                    "The data source itself belongs to the application server.",
                    List.of(MIGRATE, DURABLE));

    private ServerSettings() {}

    static String version(Values values) {
        // Resources that no build has filtered still contain the placeholder.
        return values.get(VERSION).filter(version -> !version.startsWith("@")).orElse("unknown");
    }

    static Database database(Values values) {
        return new Database(values.get(MIGRATE), values.get(DURABLE));
    }
}
