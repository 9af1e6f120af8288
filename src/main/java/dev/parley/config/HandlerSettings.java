package dev.parley.config;

import dev.parley.config.Settings.Handlers;
import java.util.List;

/** The settings of handlers that block. Stateless. */
final class HandlerSettings {

    private static final Setting<Integer> THREADS =
            new Setting<>(
                    "parley.handlers.threads",
                    Kind.number(8, 1, 1_000),
                    "How many handlers with `@OnEvent(blocking = true)` may run at once. Each may"
                            + " hold a connection of the database pool; Parley itself needs about"
                            + " ten.");

    private static final Setting<Integer> QUEUE =
            new Setting<>(
                    "parley.handlers.queue",
                    Kind.number(1_000, 0, 100_000),
                    "How many events may wait for such a handler. Further events fail with"
                            + " `UNAVAILABLE`.");

    static final SettingGroup HANDLERS =
            new SettingGroup(
                    "Blocking handlers",
                    "See [Extending Parley](extending.md#blocking-handlers).",
                    List.of(THREADS, QUEUE));

    private HandlerSettings() {}

    static Handlers handlers(Values values) {
        return new Handlers(values.get(THREADS), values.get(QUEUE));
    }
}
