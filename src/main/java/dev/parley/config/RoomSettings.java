package dev.parley.config;

import dev.parley.config.Settings.Channels;
import dev.parley.config.Settings.Chat;
import dev.parley.config.Settings.History;
import dev.parley.config.Settings.Presence;
import dev.parley.config.Settings.Presence.Scope;
import dev.parley.config.Settings.Rate;
import dev.parley.config.Settings.Rooms;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The settings of what users do: rates, rooms, presence and channels. Stateless. */
final class RoomSettings {

    private static final int MANY = 1_000_000;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final String STANDARD_RULES = "price:*=*; account:{sub}=*";

    private static final Setting<Integer> RATE_LIMIT =
            new Setting<>(
                    "parley.rate.limit",
                    Kind.number(100, 1, MANY),
                    "How many events and REST requests one user may send to this node in each"
                            + " `parley.rate.window`.");

    private static final Setting<Duration> RATE_WINDOW =
            new Setting<>(
                    "parley.rate.window",
                    Kind.duration(
                            Duration.ofSeconds(60), Duration.ofMillis(50), Duration.ofHours(24)),
                    "The length of the sliding window of `parley.rate.limit`.");

    private static final Setting<Boolean> BROADCAST_MESSAGES =
            new Setting<>(
                    "parley.broadcast.messages",
                    Kind.flag(true),
                    "Whether the event `message` without a room, in `/`, goes to everybody there."
                            + " Otherwise it fails with `ACCESS_DENIED`.");

    private static final Setting<Boolean> BROADCAST_ROOMS =
            new Setting<>(
                    "parley.broadcast.rooms",
                    Kind.flag(true),
                    "Whether everybody receives `room_created` when a user creates a room.");

    private static final Setting<Integer> BROADCAST_LIMIT =
            new Setting<>(
                    "parley.broadcast.limit",
                    Kind.number(20, 1, MANY),
                    "How many events that reach everybody one user may send to this node in each"
                            + " `parley.rate.window`. Above it, `message` fails with"
                            + " `RATE_LIMITED`, and `room_created` is not sent.");

    private static final Setting<Integer> BROADCAST_NODE_LIMIT =
            new Setting<>(
                    "parley.broadcast.node-limit",
                    Kind.number(1_000, 1, MANY),
                    "The same limit for all users of this node together.");

    private static final Setting<Integer> TEXT_LENGTH =
            new Setting<>(
                    "parley.text.max-length",
                    Kind.number(1_000, 1, 100_000),
                    "The longest text of a message, in Unicode code points.");

    private static final Setting<Boolean> AUTO_CREATE =
            new Setting<>(
                    "parley.rooms.auto-create",
                    Kind.flag(true),
                    "Whether joining a public room that does not exist creates it.");

    private static final Setting<String> CREATORS =
            new Setting<>(
                    "parley.rooms.creators",
                    Kind.text(
                            "*",
                            "`*`, `none`, or roles, separated by commas",
                            Pattern.compile("[*]|[^*,\\s]+(,[^*,\\s]+)*")),
                    "Who may create rooms, with `create_room` or by joining: `*` for every user"
                            + " with a token, `none` for nobody, or a list of roles. Others get"
                            + " `ACCESS_DENIED`. Direct conversations are not affected.");

    private static final Setting<Integer> MAX_JOINED =
            new Setting<>(
                    "parley.rooms.max-joined",
                    Kind.number(200, 1, MANY),
                    "How many rooms one connection may have joined at once, in all namespaces"
                            + " together. A further join fails with `QUOTA_EXCEEDED`.");

    private static final Setting<Integer> MAX_OWNED =
            new Setting<>(
                    "parley.rooms.max-owned",
                    Kind.number(100, 0, MANY),
                    "How many open rooms one user may own, in the whole cluster. A further"
                            + " `create_room` fails with `QUOTA_EXCEEDED`.");

    private static final Setting<Integer> MAX_CREATED =
            new Setting<>(
                    "parley.rooms.max-created",
                    Kind.number(100, 1, MANY),
                    "How many rooms one user may create on this node within an hour, with"
                            + " `create_room` or by joining. Another attempt fails with"
                            + " `QUOTA_EXCEEDED`.");

    private static final Setting<Integer> CAPACITY =
            new Setting<>(
                    "parley.rooms.capacity",
                    Kind.number(0, 0, MANY),
                    "The capacity of new rooms that are created without one: how many users may"
                            + " be in the room at once. `0` means no limit.");

    private static final Setting<Duration> IDLE_CLEANUP =
            new Setting<>(
                    "parley.rooms.idle-cleanup",
                    Kind.duration(Duration.ofDays(1), Duration.ZERO, Duration.ofDays(3_650)),
                    "How long Parley keeps an empty room without an owner and without messages"
                            + " before it removes the room and its memberships. The check runs"
                            + " once a minute, so removal may be up to two minutes late. `0`"
                            + " turns this off.");

    private static final Setting<Integer> PAGE =
            new Setting<>(
                    "parley.history.page",
                    Kind.number(50, 1, 100),
                    "How many messages a page of history contains if the client sends no `limit`.");

    private static final Setting<Integer> RECOVERY_LIMIT =
            new Setting<>(
                    "parley.recovery.limit",
                    Kind.number(1_000, 1, 100_000),
                    "The maximum number of missed messages, or of changed messages, in the"
                            + " acknowledgement of a `join_room` with `since`.");

    private static final Setting<Integer> PAGE_BYTES =
            new Setting<>(
                    "parley.page.bytes",
                    Kind.size(256 * KIB, KIB, 16 * MIB),
                    "About how many bytes a page of history, the messages in the acknowledgement of a"
                            + " `join_room`, or a list of rooms may have. A page has at least one"
                            + " entry. It is never larger than a quarter of"
                            + " `parley.outbox.bytes`.");

    private static final Setting<Integer> BYTES_AT_ONCE =
            new Setting<>(
                    "parley.page.bytes-at-once",
                    Kind.size(64 * MIB, KIB, 1024 * MIB),
                    "How many bytes of such pages this node reads and encodes at once; each counts"
                            + " as `parley.page.bytes`. Half of it is for REST, where a page counts"
                            + " until the client has read it. Further requests wait for up to five"
                            + " seconds.");

    private static final Setting<Duration> GRACE =
            new Setting<>(
                    "parley.presence.grace",
                    Kind.duration(Duration.ofSeconds(5), Duration.ZERO, Duration.ofMinutes(10)),
                    "How long users stay online after they lose their last connection, so that a"
                            + " quick reconnect is not announced.");

    private static final Setting<Scope> SCOPE =
            new Setting<>(
                    "parley.presence.scope",
                    Kind.choice(
                            Scope.ALL,
                            List.of(Scope.values()),
                            scope -> scope.name().toLowerCase(Locale.ROOT)),
                    "Who receives `user_online` and `user_offline`: everybody, or only users who"
                            + " share a room with that user.");

    private static final Setting<Integer> ALL_LIMIT =
            new Setting<>(
                    "parley.presence.all-limit",
                    Kind.number(1_000, 0, MANY),
                    "The number of online users above which the scope `all` acts as `rooms`.");

    private static final Setting<List<ChannelRule>> RULES =
            new Setting<>(
                    "parley.channels.rules",
                    Kind.of(
                            "rules",
                            STANDARD_RULES,
                            "pattern=role or pattern=role,role, separated by semicolons, such as "
                                    + STANDARD_RULES,
                            standardRules(),
                            RoomSettings::rules),
                    "Who may subscribe to which channels, in the format described above. An"
                            + " invalid rule stops the deployment.");

    private static final Setting<Integer> MAX_CHANNELS =
            new Setting<>(
                    "parley.channels.max",
                    Kind.number(100, 1, 10_000),
                    "The maximum number of channels that one connection may subscribe to.");

    static final SettingGroup RATES =
            new SettingGroup(
                    "Rate limit",
                    "",
                    List.of(
                            RATE_LIMIT,
                            RATE_WINDOW,
                            BROADCAST_MESSAGES,
                            BROADCAST_ROOMS,
                            BROADCAST_LIMIT,
                            BROADCAST_NODE_LIMIT));

    static final SettingGroup ROOMS =
            new SettingGroup(
                    "Messages and rooms",
                    "",
                    List.of(
                            TEXT_LENGTH,
                            AUTO_CREATE,
                            CREATORS,
                            CAPACITY,
                            MAX_JOINED,
                            MAX_OWNED,
                            MAX_CREATED,
                            IDLE_CLEANUP,
                            PAGE,
                            RECOVERY_LIMIT,
                            PAGE_BYTES,
                            BYTES_AT_ONCE));

    static final SettingGroup PRESENCE =
            new SettingGroup("Presence", "", List.of(GRACE, SCOPE, ALL_LIMIT));

    static final SettingGroup CHANNELS =
            new SettingGroup(
                    "Channels",
                    "These settings apply to the namespace `/realtime`. A channel rule has the form"
                            + " `pattern=role,role`; rules are separated by semicolons. In a"
                            + " pattern, `*` matches one or more characters other than a colon,"
                            + " `**` matches one or more characters of any kind, and `{sub}` is the"
                            + " id of the user. The role `*` is everybody. A channel that no rule"
                            + " allows is denied. If anything follows `{sub}`, the rule never"
                            + " matches for users whose id contains a colon, because such an id"
                            + " could reach into the channels of others.",
                    List.of(RULES, MAX_CHANNELS));

    private RoomSettings() {}

    static Rate rate(Values values) {
        return new Rate(
                values.get(RATE_LIMIT),
                values.get(RATE_WINDOW),
                new Rate.Broadcast(
                        values.get(BROADCAST_MESSAGES),
                        values.get(BROADCAST_ROOMS),
                        values.get(BROADCAST_LIMIT),
                        values.get(BROADCAST_NODE_LIMIT)));
    }

    static Chat chat(Values values) {
        return new Chat(values.get(TEXT_LENGTH));
    }

    static Rooms rooms(Values values) {
        return new Rooms(
                values.get(AUTO_CREATE),
                values.get(CAPACITY),
                values.get(IDLE_CLEANUP),
                values.get(CREATORS),
                values.get(MAX_JOINED),
                values.get(MAX_OWNED),
                values.get(MAX_CREATED));
    }

    static History history(Values values) {
        return new History(
                values.get(PAGE),
                values.get(RECOVERY_LIMIT),
                values.get(PAGE_BYTES),
                values.get(BYTES_AT_ONCE));
    }

    static Presence presence(Values values) {
        return new Presence(values.get(GRACE), values.get(SCOPE), values.get(ALL_LIMIT));
    }

    static Channels channels(Values values) {
        return new Channels(values.get(RULES), values.get(MAX_CHANNELS));
    }

    private static List<ChannelRule> rules(String text) throws InvalidValueException {
        List<String> texts =
                Arrays.stream(text.split(";"))
                        .map(String::strip)
                        .filter(rule -> !rule.isEmpty())
                        .toList();
        return Kind.each(texts, ";", rule -> Kind.good(ChannelRule.parse(rule), rule));
    }

    private static List<ChannelRule> standardRules() {
        try {
            return rules(STANDARD_RULES);
        } catch (InvalidValueException e) {
            throw new IllegalStateException("the default of parley.channels.rules is invalid", e);
        }
    }
}
