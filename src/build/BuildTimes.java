import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;

/**
 * Prints how long the parts of the tests took, from the XML reports of Surefire and Failsafe: one line for each part, and
 * its slowest classes. The arguments are the folders of the reports, after the local time at which the build
 * started (yyyyMMddHHmmss).
 */
public final class BuildTimes {

    private static final int SLOWEST = 5;

    private record Suite(String name, int tests, int failed, double seconds) {}

    public static void main(String[] arguments) throws Exception {
        System.out.printf("%-22s %6s %6s %9s%n", "part", "tests", "failed", "time");
        for (int i = 1; i < arguments.length; i++) {
            for (Path folder : parts(Path.of(arguments[i]))) {
                print(folder);
            }
        }
        LocalDateTime started = LocalDateTime.parse(arguments[0], DateTimeFormatter.ofPattern("yyyyMMddHHmmss"));
        Duration all = Duration.between(started, LocalDateTime.now());
        System.out.printf("%-22s %23s%n", "the build until here", time(all.toSeconds()));
    }

    /** The folder itself, if it has reports, and those below it. */
    private static List<Path> parts(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, 1)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void print(Path folder) throws Exception {
        List<Suite> suites = suites(folder);
        if (suites.isEmpty()) {
            return;
        }
        System.out.printf(
                "%-22s %6d %6d %9s%n",
                folder.getFileName(),
                suites.stream().mapToInt(Suite::tests).sum(),
                suites.stream().mapToInt(Suite::failed).sum(),
                time(suites.stream().mapToDouble(Suite::seconds).sum()));
        suites.stream()
                .sorted(Comparator.comparingDouble(Suite::seconds).reversed())
                .limit(SLOWEST)
                .forEach(suite -> System.out.printf("    %-31s %9s%n", suite.name(), time(suite.seconds())));
    }

    private static List<Suite> suites(Path folder) throws Exception {
        List<Suite> suites = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(BuildTimes::isReport).toList()) {
                Element suite =
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(file.toFile())
                                .getDocumentElement();
                String name = suite.getAttribute("name");
                suites.add(
                        new Suite(
                                name.substring(name.lastIndexOf('.') + 1),
                                number(suite, "tests"),
                                number(suite, "failures") + number(suite, "errors"),
                                Double.parseDouble(suite.getAttribute("time").replace(",", ""))));
            }
        }
        return suites;
    }

    private static boolean isReport(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("TEST-") && name.endsWith(".xml");
    }

    private static int number(Element element, String attribute) {
        String value = element.getAttribute(attribute);
        return value.isEmpty() ? 0 : Integer.parseInt(value);
    }

    private static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= 60 ? "%d min %02d s".formatted(whole / 60, whole % 60) : whole + " s";
    }
}
