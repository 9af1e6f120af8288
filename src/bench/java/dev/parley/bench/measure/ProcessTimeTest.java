package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessTimeTest {

    @Test
    void aNameMayHoldAnything() {
        String stat = "42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 100 50 30 20 20 0 31 0 9 8 7";
        assertEquals(2.0, ProcessTime.parse(stat));
        assertEquals(1.5, ProcessTime.parse(stat, 12));
    }

    @Test
    void theMachineIsBusyUnlessItIsIdleOrWaits() {
        assertEquals(1.21, ProcessTime.parseMachine("cpu  1 20 100 5000 600 0 0 0 7 8"));
        assertTrue(ProcessTime.ofMachine() > ProcessTime.own());
    }

    @Test
    void thisProcessIsKnown() {
        long pid = ProcessHandle.current().pid();
        assertTrue(ProcessTime.own() > 0);
        assertTrue(ProcessTime.ofTrees(List.of(pid)) > 0);
        assertTrue(ProcessTime.memory(List.of(pid)) > 1);
        assertTrue(ProcessTime.sleeps(List.of(pid)) > 0);
    }
}
