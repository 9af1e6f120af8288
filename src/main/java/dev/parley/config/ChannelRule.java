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
 * <p>In the pattern, {@code *} stands for one or more characters other than a colon, {@code **} for
 * one or more of any, and {@code {sub}} for the id of the user who asks, taken literally. All else
 * stands for itself.
 *
 * @param pattern such as {@code price:*}
 * @param roles one of which the user must have; {@link #ANYONE} for everybody
 */
public record ChannelRule(String pattern, Set<String> roles) {

    /** The role that everybody has. */
    public static final String ANYONE = "*";

    /** Where the user's id stands. */
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
