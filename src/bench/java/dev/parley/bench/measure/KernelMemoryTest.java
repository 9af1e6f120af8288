package dev.parley.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelMemoryTest {

    @Test
    void theObjectsOfTheKernelAreCountedInKib() {
        List<String> lines =
                List.of(
                        "MemTotal:       24686584 kB",
                        "Slab:              94236 kB",
                        "SReclaimable: 1");
        assertEquals(94_236, KernelMemory.slab(lines));
    }

    @Test
    void theBuffersOfTcpAreCountedInPages() {
        List<String> lines =
                List.of(
                        "sockets: used 143",
                        "TCP: inuse 24 orphan 0 tw 1 alloc 26 mem 5",
                        "UDP: inuse 2 mem 1");
        assertEquals(20, KernelMemory.buffers(lines));
    }
}
