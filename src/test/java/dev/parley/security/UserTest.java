package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.User;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {

    @ParameterizedTest
    @CsvSource({
        "'', user, true",
        "'', service, false",
        "'', moderator, false",
        "'', admin, false",
        "moderator, user, true",
        "moderator, moderator, true",
        "moderator, service, false",
        "moderator, admin, false",
        "service, user, true",
        "service, service, true",
        "service, moderator, false",
        "service, admin, false",
        "admin, user, true",
        "admin, service, true",
        "admin, moderator, true",
        "admin, admin, true",
        "admin, traders, false",
        "traders, traders, true",
        "Admin, moderator, false"
    })
    void rolesIncludeOthers(String group, String role, boolean expected) {
        assertEquals(expected, user(Set.of(group)).hasRole(role));
    }

    @ParameterizedTest
    @CsvSource({"user", "moderator", "service", "admin"})
    void anonymousUsersHaveNoRole(String role) {
        assertEquals(false, User.anonymous("1").hasRole(role));
    }

    @Test
    void onlyAnonymousUsersHaveNoEnd() {
        assertThrows(
                NullPointerException.class,
                () -> new User("u", "U", Set.of(), Instant.EPOCH, null, false));
    }

    private static User user(Set<String> groups) {
        return new User("u", "U", groups, Instant.EPOCH, Instant.MAX, false);
    }
}
