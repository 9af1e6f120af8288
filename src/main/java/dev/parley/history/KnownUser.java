package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Locale;

/** A user known to Parley. Not thread-safe; belongs to one transaction. */
@Entity
@Table(name = "known_user")
public class KnownUser {

    @Id private String id;

    @Column(nullable = false)
    private String username;

    @Column(name = "username_key", nullable = false)
    private String usernameKey;

    protected KnownUser() {
        // For JPA.
    }

    void rename(String newName) {
        username = newName;
        usernameKey = keyOf(newName);
    }

    /** Returns the search key of a user name. */
    static String keyOf(String username) {
        return username.toLowerCase(Locale.ROOT);
    }

    String username() {
        return username;
    }

    UserName name() {
        return new UserName(id, username);
    }
}
