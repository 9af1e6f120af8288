package dev.parley.harness.run;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * What a test needs of the machine. Where it is missing it is installed by the project's own script
 * if that is possible; if not, a developer's test is skipped, and that of the CI ({@code CI=true})
 * fails.
 *
 * @param name for people
 * @param installer the script; it does nothing where all is there, and fails where it can do
 *     nothing
 */
public record Requisite(String name, Path installer) {

    /** Sees to it that it is there; {@code arguments} are the script's. */
    public void require(String... arguments) throws IOException, InterruptedException {
        if (!install(arguments)) {
            if ("true".equals(System.getenv("CI"))) {
                fail(name + " is missing; see target/" + log());
            }
            assumeTrue(false, "no " + name + " here");
        }
    }

    private String log() {
        return name.toLowerCase().replace(' ', '-') + "-install.log";
    }

    private boolean install(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "sh";
        command[1] = installer.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Process script =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(new File("target/" + log()))
                        .start();
        try {
            return script.waitFor(10, TimeUnit.MINUTES) && script.exitValue() == 0;
        } finally {
            script.destroyForcibly();
        }
    }
}
