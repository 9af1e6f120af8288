package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNKNOWN_TRANSPORT|400|{\"code\":0,\"message\":\"Transport unknown\"}",
                "UNKNOWN_SESSION|400|{\"code\":1,\"message\":\"Session ID unknown\"}",
                "BAD_METHOD|400|{\"code\":2,\"message\":\"Bad handshake method\"}",
                "BAD_REQUEST|400|{\"code\":3,\"message\":\"Bad request\"}",
                "FORBIDDEN|403|{\"code\":4,\"message\":\"Forbidden\"}",
                "UNSUPPORTED_VERSION|400|{\"code\":5,\"message\":\"Unsupported protocol version\"}",
                "TOO_MANY_CONNECTIONS|503"
                        + "|{\"code\":\"TOO_MANY_CONNECTIONS\",\"message\":\"Too many connections\"}",
                "UNAVAILABLE|503"
                        + "|{\"code\":\"UNAVAILABLE\",\"message\":\"Temporarily unavailable\"}",
            })
    void aRefusalIsWordedAsTheClientsKnowIt(Refusal refusal, int status, String json) {
        assertEquals(status, refusal.status());
        assertEquals(json, refusal.json());
    }
}
