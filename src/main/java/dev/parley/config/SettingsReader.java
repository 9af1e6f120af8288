package dev.parley.config;

import dev.parley.config.Settings.Connections;
import dev.parley.config.Settings.Dev;
import dev.parley.config.Settings.Errors;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads {@link Settings} from named values and validates them. For one thread. */
public final class SettingsReader {

    private final Values values;

    /**
     * @param source finds the value of a setting by its name
     */
    public SettingsReader(Function<String, Optional<String>> source) {
        this.values = new Values(source);
    }

    /**
     * Reads and validates all settings.
     *
     * @throws SettingsException naming every invalid setting
     */
    public Settings read() {
        Connections connections = ConnectionSettings.connections(values);
        Dev dev = TokenSettings.dev(values);
        Settings settings =
                new Settings(
                        values.get(ServerSettings.ENABLED),
                        values.get(ServerSettings.DEBUG),
                        ServerSettings.version(values),
                        ConnectionSettings.heartbeat(values),
                        connections,
                        RequestSettings.requests(values),
                        RequestSettings.unjoined(values, connections),
                        ConnectionSettings.transports(values),
                        ConnectionSettings.cors(values),
                        RoomSettings.rate(values),
                        TokenSettings.auth(values),
                        ServerSettings.database(values),
                        ClusterSettings.cluster(values),
                        RoomSettings.history(values),
                        ConnectionSettings.recovery(values),
                        ClusterSettings.drain(values),
                        RoomSettings.chat(values),
                        RoomSettings.rooms(values),
                        RoomSettings.presence(values),
                        RoomSettings.channels(values),
                        ConnectionSettings.outbox(values, connections),
                        ConnectionSettings.inbox(values, connections),
                        HandlerSettings.handlers(values),
                        new Errors(values.get(ServerSettings.EXCEPTION_EVENT)),
                        dev,
                        TokenSettings.jwt(values, dev));
        TokenSettings.check(settings, values);
        if (!values.problems().isEmpty()) {
            throw new SettingsException(values.problems());
        }
        return settings;
    }

    /** The names of the settings that {@link #read()} has read. */
    Set<String> names() {
        return Set.copyOf(values.names());
    }
}
