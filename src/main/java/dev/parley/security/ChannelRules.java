package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.ChannelRule;
import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Decides who may subscribe to a channel, by {@code parley.channels.rules}. A channel that no rule
 * allows is denied. Thread-safe.
 *
 * <p>The user's id in a rule is literal: the id {@code *} is an asterisk. If anything follows
 * {@code {sub}} in a pattern, the rule never matches for users whose id contains a colon: the user
 * {@code a:b} could otherwise reach channels of the user {@code a}.
 */
@ApplicationScoped
public class ChannelRules {

    /**
     * @param matcher whether a user's id and a channel match the pattern
     */
    private record Compiled(ChannelRule rule, BiPredicate<String, String> matcher) {}

    private final List<Compiled> rules;

    /** For the container's proxy. */
    protected ChannelRules() {
        this.rules = List.of();
    }

    @Inject
    public ChannelRules(Settings settings) {
        this(settings.channels().rules());
    }

    public ChannelRules(List<ChannelRule> rules) {
        this.rules = rules.stream().map(ChannelRules::compile).toList();
    }

    /** Whether a user may subscribe to a channel. */
    public boolean allows(User user, String channel) {
        return rules.stream()
                .anyMatch(
                        rule ->
                                hasRole(user, rule.rule())
                                        && rule.matcher().test(user.id(), channel));
    }

    private static boolean hasRole(User user, ChannelRule rule) {
        return rule.roles().stream()
                .anyMatch(role -> role.equals(ChannelRule.ANYONE) || user.hasRole(role));
    }

    private static Compiled compile(ChannelRule rule) {
        String pattern = rule.pattern();
        int subject = pattern.indexOf(ChannelRule.SUBJECT);
        if (subject < 0) {
            Pattern fixed = Pattern.compile(expression(pattern));
            return new Compiled(rule, (userId, channel) -> fixed.matcher(channel).matches());
        }
        String before = expression(pattern.substring(0, subject));
        String after = expression(pattern.substring(subject + ChannelRule.SUBJECT.length()));
        return new Compiled(rule, (userId, channel) -> matches(before, userId, after, channel));
    }

    private static boolean matches(String before, String userId, String after, String channel) {
        if (!after.isEmpty() && userId.indexOf(':') >= 0) {
            return false;
        }
        return Pattern.matches(before + Pattern.quote(userId) + after, channel);
    }

    private static String expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '*') {
                expression.append(Pattern.quote(String.valueOf(c)));
            } else if (pattern.startsWith("**", i)) {
                expression.append(".+");
                i++;
            } else {
                expression.append("[^:]+");
            }
        }
        return expression.toString();
    }
}
