package dev.parley.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellTest {

    @Test
    void keepsWhatEarlierCommandsHaveSet() throws Exception {
        try (Shell shell = new Shell(Path.of(""))) {
            shell.run("name=Ada\ngreet() { echo \"Hello $1\"; }");
            assertEquals("Hello Ada", shell.run("greet $name").strip());
        }
    }

    @Test
    void namesWhatFailedAndKillsWhatRunsInTheBackground() throws Exception {
        ProcessHandle server;
        try (Shell shell = new Shell(Path.of(""))) {
            String pid = shell.run("(sleep 600; true) > /dev/null & echo $!").strip();
            server = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            AssertionError failure =
                    assertThrows(AssertionError.class, () -> shell.run("echo Reason\nfalse\n"));
            assertTrue(failure.getMessage().contains("\nReason\n"), failure.getMessage());
            assertTrue(server.isAlive());
        }
        server.onExit().join();
        assertFalse(server.isAlive());
    }
}
