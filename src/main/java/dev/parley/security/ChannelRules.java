package dev.parley.security;

import dev.parley.api.User;
import dev.parley.config.ChannelRule;
import dev.parley.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides who may subscribe to a channel, as {@code parley.channels.rules} says: whatever no rule
 * allows is denied. Usable from any thread.
 *
 * <p>The user's id in a rule is literal: the id {@code *} is an asterisk. Where something follows
 * {@code {sub}} in a pattern, a user whose id has a colon gets nothing of it, since {@code a:b}
 * would reach into what belongs to {@code a}.
 */
@ApplicationScoped
public class ChannelRules {

    private record Compiled(ChannelRule rule, String before, String after, Pattern fixed) {}

    private final List<Compiled> rules;

    /** For the proxy of the container only. */
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

    /** Whether a user may hear a channel. */
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
