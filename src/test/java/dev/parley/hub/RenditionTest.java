package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.Frame;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RenditionTest {

    private final AtomicInteger kebabForms = new AtomicInteger();
    private final AtomicInteger packings = new AtomicInteger();

    private final Rendition rendition =
            new Rendition(
                    Event.irregular(
                            "a_b",
                            Map.of("x", 1),
                            () -> {
                                kebabForms.incrementAndGet();
                                return new Event.Form("a-b", Map.of("y", 2));
                            }));

    private final Function<Rendition.Text, Frame> packing =
            text -> {
                packings.incrementAndGet();
                return new Frame(text.name() + text.data(), 1, false);
            };

    @Test
    void theKebabFormIsMadeOnlyIfItIsWanted() {
        assertEquals(new Rendition.Text("a_b", "{\"x\":1}"), rendition.text(Naming.SNAKE));
        assertEquals(0, kebabForms.get());
    }

    @Test
    void aNamingIsWrittenOnce() {
        Rendition.Text first = rendition.text(Naming.KEBAB);
        assertEquals(new Rendition.Text("a-b", "{\"y\":2}"), first);
        assertSame(first, rendition.text(Naming.KEBAB));
        assertEquals(1, kebabForms.get());
    }

    @Test
    void receiversOfTheSameAddressAndNamingShareAFrame() {
        Frame first = rendition.frame("/chat", Naming.KEBAB, packing);
        assertEquals("a-b{\"y\":2}", first.packet());
        assertSame(first, rendition.frame("/chat", Naming.KEBAB, packing));
        assertEquals(1, packings.get());
    }

    @Test
    void eachAddressAndNamingHasAFrameOfItsOwn() {
        Frame chat = rendition.frame("/chat", Naming.KEBAB, packing);
        assertNotSame(chat, rendition.frame("/", Naming.KEBAB, packing));
        assertEquals("a_b{\"x\":1}", rendition.frame("/chat", Naming.SNAKE, packing).packet());
        assertEquals(3, packings.get());
        assertEquals(1, kebabForms.get());
    }

    @Test
    void theRenditionOfATransientEventMayBeLost() {
        assertTrue(new Rendition(Event.same("typing", Map.of()).transientEvent()).droppable());
    }
}
