package dev.parley.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.parley.api.Event;
import dev.parley.api.Loss;
import dev.parley.flow.Frame;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
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

    private final BiFunction<Rendition, Naming, Frame> packing =
            (r, naming) -> {
                Rendition.Text text = r.text(naming);
                packings.incrementAndGet();
                return Frame.of(text.name() + text.arguments().get(0), 1, Loss.NEVER);
            };

    @Test
    void theKebabFormIsMadeOnlyIfItIsWanted() {
        assertEquals(
                new Rendition.Text("a_b", List.of("{\"x\":1}"), List.of()),
                rendition.text(Naming.SNAKE));
        assertEquals(0, kebabForms.get());
    }

    @Test
    void aNamingIsWrittenOnce() {
        Rendition.Text first = rendition.text(Naming.KEBAB);
        assertEquals(new Rendition.Text("a-b", List.of("{\"y\":2}"), List.of()), first);
        assertSame(first, rendition.text(Naming.KEBAB));
        assertEquals(1, kebabForms.get());
    }

    @Test
    void receiversOfTheSameAddressAndNamingShareAFrame() {
        Frame first = rendition.frame("/chat", Naming.KEBAB, packing);
        assertEquals("a-b{\"y\":2}", first.parts().get(0));
        assertSame(first, rendition.frame("/chat", Naming.KEBAB, packing));
        assertEquals(1, packings.get());
    }

    @Test
    void eachAddressAndNamingHasAFrameOfItsOwn() {
        Frame chat = rendition.frame("/chat", Naming.KEBAB, packing);
        assertNotSame(chat, rendition.frame("/", Naming.KEBAB, packing));
        assertEquals(
                "a_b{\"x\":1}", rendition.frame("/chat", Naming.SNAKE, packing).parts().get(0));
        assertEquals(3, packings.get());
        assertEquals(1, kebabForms.get());
    }

    @Test
    void theRenditionOfATransientEventMayBeLost() {
        assertEquals(
                Loss.UNDER_LOAD,
                new Rendition(Event.same("typing", Map.of()).transientEvent()).loss());
    }
}
