package dev.parley.devmode;

import java.util.List;

/**
 * The contents of a requested development token.
 *
 * @param sub the user's id
 * @param username the user's name
 * @param groups the user's roles
 * @param expiresIn the lifetime of the token in seconds
 */
record DevTokenRequest(String sub, String username, List<String> groups, int expiresIn) {

    DevTokenRequest {
        groups = List.copyOf(groups);
    }
}
