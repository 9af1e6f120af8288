package dev.parley.devmode;

import java.util.List;

/**
 * What a token of development mode shall say.
 *
 * @param sub the user's id
 * @param username the user's name
 * @param groups the user's roles
 * @param expiresIn the token's life in seconds
 */
record DevTokenRequest(String sub, String username, List<String> groups, int expiresIn) {

    DevTokenRequest {
        groups = List.copyOf(groups);
    }
}
