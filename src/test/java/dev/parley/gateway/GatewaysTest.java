package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.Gateway;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatewaysTest {

    private final Mistakes mistakes = new Mistakes();

    @Gateway({"/", "/chat", "/orders-2.new"})
    private static class Good {}

    @Gateway({"orders", "/a/b", "/a/", "//", "/a,b", "/a?b", "/a#b", "/admin", "/x", "/x"})
    private static class Bad {}

    @Gateway({})
    private static class Nowhere {}

    private List<String> mistakesOf(Class<?> type) {
        Gateways.namespaces(type, mistakes);
        return assertThrows(IllegalArgumentException.class, mistakes::throwIfAny)
                .getMessage()
                .lines()
                .skip(1)
                .map(line -> line.substring(line.indexOf(type.getName()) + type.getName().length()))
                .toList();
    }

    private static String malformed(String name) {
        return ": the namespace \"" + name + "\" must be a slash and a name without any of / , ? #";
    }

    @Test
    void aNamespaceIsASlashAndAName() {
        assertEquals(
                Set.of("/", "/chat", "/orders-2.new"), Gateways.namespaces(Good.class, mistakes));
        mistakes.throwIfAny();
    }

    @Test
    void aNamespaceThatCannotBeReachedIsAMistake() {
        assertEquals(
                List.of(
                        malformed("orders"),
                        malformed("/a/b"),
                        malformed("/a/"),
                        malformed("//"),
                        malformed("/a,b"),
                        malformed("/a?b"),
                        malformed("/a#b"),
                        ": the namespace /admin is reserved for Parley: use another one",
                        ": the namespace /x is listed twice"),
                mistakesOf(Bad.class));
    }

    @Test
    void aGatewayWithoutANamespaceIsAMistake() {
        assertEquals(List.of(": a gateway must have a namespace"), mistakesOf(Nowhere.class));
    }
}
