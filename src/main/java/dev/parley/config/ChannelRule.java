package dev.parley.config;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One rule of {@code parley.channels.rules}: who may subscribe to which channels. Immutable.
 *
 * <p>In the pattern, {@code *} matches one or more characters other than a colon, {@code **}
 * matches one or more characters of any kind, and {@code {sub}} is the literal id of the user.
 * Everything else is literal.
 *
 * @param pattern such as {@code price:*}
 * @param roles the user needs one of them; {@link #ANYONE} means everybody
 */
public record ChannelRule(String pattern, Set<String> roles) {

    /** The role of everybody. */
    public static final String ANYONE = "*";

    /** The placeholder for the user's id. */
    public static final String SUBJECT = "{sub}";

    private static final Pattern PLAIN = Pattern.compile("[!-~&&[^{};=]]{1,100}");
    private static final Pattern ROLE = Pattern.compile("\\*|[A-Za-z0-9:_.-]{1,64}");

    public ChannelRule {
        roles = Set.copyOf(roles);
    }

    /** Reads {@code pattern=role} or {@code pattern=role,role}. */
    static Optional<ChannelRule> parse(String text) {
        String[] sides = text.split("=", -1);
        if (sides.length != 2) {
            return Optional.empty();
        }
        String pattern = sides[0].strip();
        Set<String> roles =
                Arrays.stream(sides[1].split(",", -1))
                        .map(String::strip)
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        int subject = pattern.indexOf(SUBJECT);
        String plain = pattern.replace(SUBJECT, "s");
        boolean good =
                PLAIN.matcher(plain).matches()
                        && !plain.contains("***")
                        && subject == pattern.lastIndexOf(SUBJECT)
                        && roles.stream().allMatch(role -> ROLE.matcher(role).matches());
        return good ? Optional.of(new ChannelRule(pattern, roles)) : Optional.empty();
    }
}
