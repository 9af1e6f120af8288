package dev.parley.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.api.User;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiTest {

    private static List<Method> resourceMethods() {
        return new Api()
                .getClasses().stream()
                        .filter(type -> type.isAnnotationPresent(Path.class))
                        .flatMap(type -> Arrays.stream(type.getMethods()))
                        .filter(ApiTest::answersRequests)
                        .toList();
    }

    private static boolean answersRequests(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(a -> a.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    @Test
    void everyMethodNamesARoleThatExists() {
        Set<String> roles = Set.of(User.USER, User.SERVICE, User.ADMIN);
        assertFalse(resourceMethods().isEmpty());
        for (Method method : resourceMethods()) {
            RolesAllowed allowed = method.getAnnotation(RolesAllowed.class);
            assertTrue(allowed != null && roles.containsAll(Set.of(allowed.value())), "" + method);
        }
    }
}
