package dev.parley.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.AddressRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private static ClientAddress trusting(String... ranges) {
        return new ClientAddress(
                Arrays.stream(ranges).map(r -> AddressRange.parse(r).orElseThrow()).toList());
    }

    @Test
    void onlyATrustedProxyNamesTheClient() {
        ClientAddress addresses = trusting("127.0.0.0/8");
        assertEquals("203.0.113.7", addresses.of("127.0.0.1", List.of("203.0.113.7")));
        assertEquals("198.51.100.1", addresses.of("198.51.100.1", List.of("203.0.113.7")));
        assertEquals("127.0.0.1", addresses.of("127.0.0.1", List.of()));
    }

    @Test
    void whatTheClientForgedIsLeftOfWhatTheProxyAppended() {
        ClientAddress addresses = trusting("10.0.0.0/8");
        assertEquals(
                "203.0.113.7", addresses.of("10.0.0.1", List.of("1.2.3.4, 203.0.113.7, 10.9.9.9")));
        assertEquals("203.0.113.7", addresses.of("10.0.0.1", List.of("1.2.3.4", "203.0.113.7")));
    }

    @Test
    void portsAndBracketsAreRemovedAndOtherTextsIgnored() {
        ClientAddress addresses = trusting("::1", "127.0.0.1");
        assertEquals("203.0.113.7", addresses.of("::1", List.of("203.0.113.7:4711")));
        assertEquals("2001:db8::7", addresses.of("127.0.0.1", List.of("[2001:db8::7]:4711")));
        assertEquals("2001:db8::7", addresses.of("0:0:0:0:0:0:0:1", List.of("2001:db8::7")));
        assertEquals("127.0.0.1", addresses.of("127.0.0.1", List.of("localhost")));
        assertEquals("127.0.0.1", addresses.of("127.0.0.1", List.of("unknown, ")));
    }

    @Test
    void aRangeIsAnAddressWithLeadingBits() {
        AddressRange range = AddressRange.parse("192.168.16.0/20").orElseThrow();
        assertTrue(range.contains("192.168.31.255"));
        assertFalse(range.contains("192.168.32.0"));
        assertFalse(range.contains("::1"));
        for (String wrong :
                List.of("", "localhost", "10.0.0.0/33", "::1/129", "1.2.3", "a.b.c.d")) {
            assertTrue(AddressRange.parse(wrong).isEmpty(), wrong);
        }
    }
}
