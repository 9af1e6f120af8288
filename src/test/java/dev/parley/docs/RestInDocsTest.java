package dev.parley.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.annotation.WebServlet;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/rest.md} and the resources of the code in step. */
class RestInDocsTest {

    private static final MarkdownPage PAGE =
            MarkdownPage.read(java.nio.file.Path.of("docs/rest.md"));
    private static final String API =
            dev.parley.rest.Api.class.getAnnotation(ApplicationPath.class).value();
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| \\[`([A-Z]+ /[^`]+)`\\]\\([^)]+\\) \\| ([^|]+) \\|");
    private static final Pattern REQUEST =
            Pattern.compile("`((?:GET|POST|PUT|PATCH|DELETE) /[^`?]+)`");

    /**
     * All requests of the code, such as {@code GET /api/rooms/{id}}, with the role that they
     * require.
     */
    private static final Map<String, String> REQUESTS = requests();

    private static Map<String, String> requests() {
        Map<String, String> requests = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPath("target/classes")) {
            for (JavaMethod method : type.getMethods()) {
                verb(method)
                        .ifPresent(verb -> requests.put(verb + " " + path(method), role(method)));
            }
            // Tokens come from a servlet, which has no JAX-RS annotations.
            if (type.isAnnotatedWith(WebServlet.class)) {
                for (String path : type.getAnnotationOfType(WebServlet.class).value()) {
                    requests.put("POST " + path, "anybody");
                }
            }
        }
        return requests;
    }

    private static Optional<String> verb(JavaMethod method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().reflect())
                .map(type -> type.getAnnotation(HttpMethod.class))
                .flatMap(Stream::ofNullable)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String path(JavaMethod method) {
        return API
                + path(method.getOwner().reflect().getAnnotations())
                + path(method.reflect().getAnnotations());
    }

    private static String path(Annotation... annotations) {
        return Stream.of(annotations)
                .filter(Path.class::isInstance)
                .map(annotation -> ((Path) annotation).value())
                .findFirst()
                .orElse("");
    }

    private static String role(JavaMethod method) {
        return method.getAnnotationOfType(RolesAllowed.class).value()[0];
    }

    private static Set<String> documented() {
        return ROW.matcher(PAGE.text())
                .results()
                .map(row -> row.group(1))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void everyRequestOfTheCodeIsInTheOverviewAndNoOther() {
        assertEquals(REQUESTS.keySet(), documented());
    }

    @Test
    void theOverviewNamesTheRoleThatTheCodeRequires() {
        Map<String, String> documented = new TreeMap<>();
        for (MatchResult row : ROW.matcher(PAGE.text()).results().toList()) {
            documented.put(row.group(1), row.group(2).split("[ ,]")[0]);
        }

        assertEquals(REQUESTS, documented);
    }

    @Test
    void everyRequestThatThePageNamesExists() {
        Set<String> named = new TreeSet<>(PAGE.find(REQUEST));
        named.removeAll(REQUESTS.keySet());

        assertEquals(Set.of(), named);
    }
}
