package dev.parley.config;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every setting that exists, in the order of {@code docs/configuration.md}. Stateless. */
public final class SettingsCatalog {

    private static final List<SettingGroup> GROUPS =
            Stream.of(
                            ServerSettings.GENERAL,
                            ConnectionSettings.TRANSPORTS,
                            ConnectionSettings.LIMITS,
                            RequestSettings.UNJOINED,
                            RequestSettings.REQUESTS,
                            ConnectionSettings.BROWSERS,
                            TokenSettings.TOKENS,
                            TokenSettings.DEVELOPMENT,
                            RoomSettings.RATES,
                            RoomSettings.ROOMS,
                            RoomSettings.PRESENCE,
                            RoomSettings.CHANNELS,
                            HandlerSettings.HANDLERS,
                            ServerSettings.DATABASE,
                            ClusterSettings.CLUSTER)
                    .toList();

    private SettingsCatalog() {}

    /** All settings by topic. */
    public static List<SettingGroup> groups() {
        return GROUPS;
    }

    /** The names of all settings. */
    public static Set<String> names() {
        return GROUPS.stream()
                .flatMap(group -> group.settings().stream())
                .map(Setting::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
