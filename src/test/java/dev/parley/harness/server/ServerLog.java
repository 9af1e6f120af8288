package dev.parley.harness.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server of the tests writes into its log from now on. */
public final class ServerLog {

    /** WildFly's levels, and the letters of Open Liberty's; and whatever brings a stack trace. */
    private static final Pattern COMPLAINT =
            Pattern.compile("^\\S+ \\S+ +(WARN|ERROR|FATAL) |^\\[.*] \\w+ \\S+ +[WEF] |Exception");

    /**
     * Open Liberty's own. Its CDI looks at a request that is over when an asynchronous one is
     * completed before the servlet has returned; nothing comes of it. And it keeps a record of what
     * was no frame, and of peers that are gone.
     */
    private static final Pattern KNOWN =
            Pattern.compile(
                    "SRVE8504W.*cdi\\.web\\.impl\\.Weld.*\"this\\._webApp\" is null"
                            + "|FFDC1015I.*com\\.ibm\\.ws\\.(wsoc|http\\.channel|tcpchannel)");

    private final Path file;
    private final long from;

    private ServerLog(Path file) throws IOException {
        this.file = file;
        this.from = Files.size(file);
    }

    public static ServerLog now() throws IOException {
        boolean wildFly = "wildfly".equals(System.getProperty("parley.server"));
        return new ServerLog(
                wildFly
                        ? Path.of(System.getProperty("parley.wildfly.base"), "log/server.log")
                        : Path.of(
                                System.getProperty("parley.liberty.home"),
                                "usr/servers",
                                System.getProperty("parley.liberty.server"),
                                "logs/messages.log"));
    }

    /** Everything since. */
    public String text() throws IOException {
        byte[] all = Files.readAllBytes(file);
        return new String(all, (int) from, (int) (all.length - from), StandardCharsets.UTF_8);
    }

    /** Returns the files in the log's folder that contain a text, including those of incidents. */
    public List<Path> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        String pattern = new String(wanted, StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(file.getParent())) {
            for (Path candidate : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(candidate, StandardCharsets.ISO_8859_1).contains(pattern)) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    /** Warnings, errors and exceptions since. */
    public List<String> complaints() throws IOException {
        return text().lines()
                .filter(line -> COMPLAINT.matcher(line).find() && !KNOWN.matcher(line).find())
                .toList();
    }
}
