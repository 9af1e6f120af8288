package dev.parley.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.api.ErrorCode;
import dev.parley.api.RefusedException;
import dev.parley.api.Violation;
import dev.parley.config.TestSettings;
import dev.parley.form.TextValidator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotePostingTest {

    private final TextValidator texts =
            new TextValidator(TestSettings.with("parley.text.max-length", "5"));

    private Optional<RefusedException> refusal(String text, String clientMessageId) {
        return RemotePosting.refusal(new RemotePosting.Post("r", text, clientMessageId), texts);
    }

    private List<String> violated(String text, String clientMessageId) {
        RefusedException refusal = refusal(text, clientMessageId).orElseThrow();
        assertEquals(ErrorCode.INVALID_PAYLOAD, refusal.code());
        return refusal.violations().stream().map(Violation::field).toList();
    }

    @Test
    void whatPeopleWriteIsTaken() {
        assertEquals(Optional.empty(), refusal("Grüß", null));
        assertEquals(Optional.empty(), refusal("Grüß", "c-1"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"a\0b", "\uD83D", "longer"})
    void aTextThatCannotBeSentIsRefusedAsInvalid(String text) {
        assertEquals(List.of("text"), violated(text, "c-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "\uD83D", "a\nb"})
    void anIdThatCannotBeSentIsRefusedAsInvalid(String clientMessageId) {
        assertEquals(List.of("clientMessageId"), violated("text", clientMessageId));
    }

    @Test
    void anIdThatIsTooLongIsRefusedAsInvalid() {
        assertEquals(List.of("clientMessageId"), violated("text", "x".repeat(129)));
    }
}
