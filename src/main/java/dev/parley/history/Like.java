package dev.parley.history;

/** Builds patterns for {@code like … escape '!'}. Stateless. */
final class Like {

    private Like() {}

    static String contains(String text) {
        return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
    }
}
