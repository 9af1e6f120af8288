package dev.parley.history;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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
        usernameKey = Folding.key(newName);
    }

    String username() {
        return username;
    }

    UserName name() {
        return new UserName(id, username);
    }
}
