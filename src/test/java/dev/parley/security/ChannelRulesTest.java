package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.User;
import dev.parley.config.SettingsException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelRulesTest {

    private static final String SETTING = "parley.channels.rules";

    private static ChannelRules rules(String text) {
        return new ChannelRules(TestTokens.settings(SETTING, text));
    }

    private static User user(String id, String... groups) {
        return new User(id, "name", Set.of(groups), Instant.EPOCH, Instant.MAX, false);
    }

    @Test
    void byDefaultPricesAreForAllAndAnAccountForItsOwner() {
        ChannelRules standard = new ChannelRules(TestTokens.settings());
        assertTrue(standard.allows(user("ada"), "price:BTC"));
        assertTrue(standard.allows(user("ada"), "account:ada"));
        assertFalse(standard.allows(user("ada"), "account:bob"));
        assertFalse(standard.allows(user("ada"), "news"));
        assertFalse(standard.allows(user("ada", "admin"), "account:bob"));
    }

    @Test
    void anAsteriskEndsAtAColonAndStandsForSomething() {
        ChannelRules rules = rules("price:*=*; log:**=*");
        assertFalse(rules.allows(user("ada"), "price:"));
        assertFalse(rules.allows(user("ada"), "price:BTC:secret"));
        assertTrue(rules.allows(user("ada"), "log:eu:1"));
        assertFalse(rules.allows(user("ada"), "xlog:eu"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ".*", "a:b", "{sub}", "\\E.*\\Q", "**", "auth0|42"})
    void theIdOfAUserIsLiteralWhateverItLooksLike(String id) {
        ChannelRules rules = rules("account:{sub}=*");
        assertTrue(rules.allows(user(id), "account:" + id));
        assertFalse(rules.allows(user(id), "account:bob"));
        assertFalse(rules.allows(user("bob"), "account:" + id));
    }

    @Test
    void anIdWithAColonCannotReachIntoWhatBelongsToAnother() {
        ChannelRules rules = rules("team:{sub}:*=*");
        assertTrue(rules.allows(user("a"), "team:a:news"));
        assertFalse(rules.allows(user("a:b"), "team:a:b:news"));
        assertFalse(rules.allows(user("a"), "team:a:b:news"));
    }

    @Test
    void whatIsNoPatternCharacterStandsForItself() {
        ChannelRules rules = rules("a.b=*");
        assertTrue(rules.allows(user("ada"), "a.b"));
        assertFalse(rules.allows(user("ada"), "axb"));
    }

    @Test
    void oneOfTheRolesIsEnoughAndRolesIncludeOthers() {
        ChannelRules rules = rules("orders=service, traders");
        assertTrue(rules.allows(user("ada", "traders"), "orders"));
        assertTrue(rules.allows(user("ada", "service"), "orders"));
        assertTrue(rules.allows(user("ada", "admin"), "orders"));
        assertFalse(rules.allows(user("ada", "user"), "orders"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "price:*",
                "=*",
                "price:*=",
                "a=b=c",
                "a b=*",
                "{sub}{sub}=*",
                "{user}=*",
                "a***=*",
                "a=*,",
                "a=b c",
                "ok=*; bad"
            })
    void aBadRuleStopsTheDeploymentAndNamesTheSetting(String text) {
        SettingsException e = assertThrows(SettingsException.class, () -> rules(text));
        assertEquals(1, e.problems().size());
        assertTrue(e.getMessage().contains(SETTING), e.getMessage());
    }
}
