package dev.parley.docs;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.parley.api.OnEvent;
import dev.parley.docs.MarkdownPage.Block;
import dev.parley.docs.MarkdownPage.Heading;
import dev.parley.hub.Json;
import dev.parley.hub.ServerEvent;
import dev.parley.hub.Spelling;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/events.md} and the events of the code in step. */
class EventsInDocsTest {

    private static final MarkdownPage PAGE = MarkdownPage.read(Path.of("docs/events.md"));
    private static final MarkdownPage INBOUND = PAGE.section(2, "Events from clients");
    private static final MarkdownPage OUTBOUND = PAGE.section(2, "Events from the server");
    private static final Pattern ALIAS = Pattern.compile("Alias: `([^`]+)`");

    /** Fields of every list, which the page explains once. */
    private static final Set<String> FIELDS_OF_LISTS = Set.of("cursor", "limit");

    /** The handlers of Parley's own gateways, by event. */
    private static final Map<String, JavaMethod> HANDLERS = handlers();

    private static Map<String, JavaMethod> handlers() {
        Map<String, JavaMethod> handlers = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPath("target/classes")) {
            for (JavaMethod method : type.getMethods()) {
                if (method.isAnnotatedWith(OnEvent.class)) {
                    for (String event : method.getAnnotationOfType(OnEvent.class).value()) {
                        handlers.put(event, method);
                    }
                }
            }
        }
        return handlers;
    }

    private static List<String> names(MarkdownPage section) {
        return section.headings().stream()
                .filter(heading -> heading.level() == 3)
                .map(Heading::text)
                .toList();
    }

    @Test
    void everyEventFromClientsHasItsSectionAndNoOther() {
        Set<String> documented = new TreeSet<>(names(INBOUND));
        documented.addAll(INBOUND.find(ALIAS));

        assertEquals(HANDLERS.keySet(), documented);
    }

    @Test
    void everyEventFromTheServerHasItsSectionAndNoOther() {
        Set<String> sent =
                Arrays.stream(ServerEvent.values())
                        .map(ServerEvent::text)
                        .collect(toCollection(TreeSet::new));
        Set<String> documented = new TreeSet<>(names(OUTBOUND));
        // It has a name of its own for kebab-case clients only, and a section under that name.
        assertTrue(documented.remove("room-message"), "there is no section for room-message");

        assertEquals(sent, documented);
    }

    @Test
    void everySpellingThatFollowsNoRuleIsOnThePage() {
        List<String> missing =
                Arrays.stream(ServerEvent.values())
                        .filter(e -> !e.kebabText().equals(Spelling.kebabName(e.text())))
                        .map(ServerEvent::kebabText)
                        .filter(name -> !OUTBOUND.text().matches("(?s).*[`# ]" + name + "\\b.*"))
                        .toList();

        assertEquals(List.of(), missing);
    }

    @Test
    void everyFieldOfAPayloadIsNamedInItsSection() {
        List<String> missing = new ArrayList<>();
        int checked = 0;
        for (String event : names(INBOUND)) {
            MarkdownPage section = INBOUND.section(3, event);
            for (String field : fields(HANDLERS.get(event))) {
                checked++;
                if (!FIELDS_OF_LISTS.contains(field)
                        && !section.text().matches("(?s).*[`\"]" + field + "\\b.*")) {
                    missing.add(event + ": " + field);
                }
            }
        }

        assertEquals(List.of(), missing);
        assertTrue(checked > 30, "only " + checked + " fields were found");
    }

    @Test
    void theFirstExampleOfAnEventHasNoFieldsThatTheCodeDoesNotKnow() {
        List<String> unknown = new ArrayList<>();
        for (String event : names(INBOUND)) {
            Set<String> fields = fields(HANDLERS.get(event));
            if (!fields.isEmpty()) {
                Block example = INBOUND.section(3, event).blocks().get(0);
                Json.read(example.content()).asJsonObject().keySet().stream()
                        .filter(field -> !fields.contains(field))
                        .forEach(field -> unknown.add(event + ": " + field));
            }
        }

        assertEquals(List.of(), unknown);
    }

    /** The components of the record that a handler takes; none if it takes none. */
    private static Set<String> fields(JavaMethod handler) {
        return handler.getRawParameterTypes().stream()
                .map(JavaClass::reflect)
                .filter(Class::isRecord)
                .filter(type -> !type.getPackageName().equals("dev.parley.api"))
                .flatMap(type -> Stream.of(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void everySectionHasAnExampleInJson() {
        List<String> without = new ArrayList<>();
        for (MarkdownPage part : List.of(INBOUND, OUTBOUND)) {
            for (String event : names(part)) {
                if (part.section(3, event).blocks().stream()
                        .noneMatch(b -> b.info().equals("json"))) {
                    without.add(event);
                }
            }
        }

        assertEquals(List.of(), without);
    }

    @Test
    void allJsonCanBeRead() {
        for (Path file : List.of(Path.of("docs/events.md"), Path.of("docs/rest.md"))) {
            for (Block block : MarkdownPage.read(file).blocks()) {
                if (block.info().equals("json")) {
                    // A block may hold several values, each of which begins a line.
                    for (String value : block.content().split("\\n(?=[{\\[])")) {
                        assertDoesNotThrow(() -> Json.read(value), () -> file + ": " + value);
                    }
                }
            }
        }
    }
}
