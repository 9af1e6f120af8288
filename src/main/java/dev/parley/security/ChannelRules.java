package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.ChannelRule;
import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
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

    private record Compiled(ChannelRule rule, String before, String after, Pattern fixed) {}

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
                .anyMatch(rule -> hasRole(user, rule.rule()) && matches(rule, user.id(), channel));
    }

    private static boolean hasRole(User user, ChannelRule rule) {
        return rule.roles().stream()
                .anyMatch(role -> role.equals(ChannelRule.ANYONE) || user.hasRole(role));
    }

    private static Compiled compile(ChannelRule rule) {
        String pattern = rule.pattern();
        int subject = pattern.indexOf(ChannelRule.SUBJECT);
        if (subject < 0) {
            return new Compiled(rule, null, null, Pattern.compile(expression(pattern)));
        }
        String after = pattern.substring(subject + ChannelRule.SUBJECT.length());
        return new Compiled(
                rule, expression(pattern.substring(0, subject)), expression(after), null);
    }

    private static boolean matches(Compiled rule, String userId, String channel) {
        if (rule.fixed() != null) {
            return rule.fixed().matcher(channel).matches();
        }
        if (!rule.after().isEmpty() && userId.indexOf(':') >= 0) {
            return false;
        }
        return Pattern.matches(rule.before() + Pattern.quote(userId) + rule.after(), channel);
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
