package dev.parley.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether the tests of a room's stream would see that one of its rules does not hold: a bug is put
 * into the source as it is now, and then they have to fail.
 */
class PlantedBugsTest {

    private static final Logger LOG = Logger.getLogger(RoomFeed.class.getPackageName());
    private static final int RUNS = 2_000;
    private static final int RUNS_WITHOUT_A_BUG = 100;

    private static SourceCompiler compiler;

    @BeforeAll
    static void begin() {
        LOG.setLevel(Level.OFF);
        compiler = new SourceCompiler();
    }

    @AfterAll
    static void end() throws IOException {
        compiler.close();
        LOG.setLevel(null);
    }

    @Test
    void withoutABugNoTestFails() throws Exception {
        Map<String, byte[]> same = new HashMap<>();
        for (Class<?> type : List.of(RoomFeed.class, RoomJoin.class, RoomStream.class)) {
            same.putAll(compiler.compile(type, PlantedBug.source(type)));
        }
        OtherClasses classes = new OtherClasses(same);
        assertEquals(Optional.empty(), violation(classes, RUNS_WITHOUT_A_BUG));
        assertEquals(List.of(), failingExamples(classes));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.stream.PlantedBugs#ofOrder")
    void theSimulationFindsThat(PlantedBug bug) throws Exception {
        assertNotEquals(Optional.empty(), violation(classesWith(bug), RUNS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.parley.stream.PlantedBugs#ofTime")
    void anExampleShowsThat(PlantedBug bug) throws Exception {
        assertNotEquals(List.of(), failingExamples(classesWith(bug)));
    }

    private static OtherClasses classesWith(PlantedBug bug) throws IOException {
        return new OtherClasses(compiler.compile(bug.where(), bug.source()));
    }

    /** What the simulation finds wrong with these classes. */
    private static Optional<?> violation(OtherClasses classes, int runs)
            throws ReflectiveOperationException {
        Method violation =
                classes.loadClass(Simulation.class.getName())
                        .getDeclaredMethod("violation", long.class);
        violation.setAccessible(true);
        Optional<?> found = Optional.empty();
        for (long seed = 0; seed < runs && found.isEmpty(); seed++) {
            found = (Optional<?>) violation.invoke(null, seed);
        }
        return found;
    }

    /** Those of the examples that fail with these classes. */
    private static List<String> failingExamples(OtherClasses classes)
            throws ReflectiveOperationException {
        Class<?> tests = classes.loadClass(RoomFeedTest.class.getName());
        return Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.getName().equals(RoomFeedTest.SIMULATION))
                .filter(method -> fails(tests, method))
                .map(Method::getName)
                .toList();
    }

    private static boolean fails(Class<?> tests, Method method) {
        try {
            Constructor<?> constructor = tests.getDeclaredConstructor();
            constructor.setAccessible(true);
            method.setAccessible(true);
            method.invoke(constructor.newInstance());
            return false;
        } catch (InvocationTargetException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
