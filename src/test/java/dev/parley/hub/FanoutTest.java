package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.parley.api.Event;
import dev.parley.server.WarningsOf;
import java.util.List;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FanoutTest {

    @RegisterExtension final WarningsOf warnings = new WarningsOf(Fanout.class);

    private final TestSocket first = new TestSocket("1", "anna");
    private final TestSocket second = new TestSocket("2", "ben");
    private final Rendition event = new Rendition(Event.same("news", 1));

    private void emit() {
        Fanout.each(List.of(first, second), socket -> socket.emit(event));
    }

    @Test
    void aBrokenSocketDoesNotKeepTheEventFromTheOthers() {
        Error broken = new StackOverflowError();
        first.breakWith(broken);
        emit();
        assertEquals(List.of("news 1"), second.received());
        LogRecord entry = warnings.records().get(0);
        assertEquals("1 of 2 sockets could not be reached", entry.getMessage());
        assertSame(broken, entry.getThrown());
    }

    @Test
    void anEventThatNoSocketCanBeSentFailsForItsPublisher() {
        IllegalArgumentException unwritable = new IllegalArgumentException("no JSON");
        assertSame(
                unwritable,
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Fanout.each(
                                        List.of(first, second),
                                        socket -> {
                                            throw unwritable;
                                        })));
        assertEquals(List.of(), warnings.records());
    }

    @Test
    void nothingHappensWithoutSockets() {
        Fanout.each(List.of(), socket -> socket.emit(event));
        assertEquals(List.of(), warnings.records());
    }
}
