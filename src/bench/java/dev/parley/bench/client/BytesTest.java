package dev.parley.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

class BytesTest {

    private static final byte[] JSON = Bytes.ascii("{\"lastSeq\":12,\"seq\":345,\"code\":\"NO\"}");

    @Test
    void aNumberIsFoundByItsWholeName() {
        assertEquals(345, Bytes.numberAfter(JSON, 0, JSON.length, Bytes.ascii("\"seq\":")));
        assertEquals(12, Bytes.numberAfter(JSON, 0, JSON.length, Bytes.ascii("\"lastSeq\":")));
    }

    @Test
    void whatIsNotThereIsMinusOne() {
        assertEquals(-1, Bytes.numberAfter(JSON, 0, JSON.length, Bytes.ascii("\"rev\":")));
        assertEquals(-1, Bytes.numberAfter(JSON, 0, JSON.length, Bytes.ascii("\"code\":")));
        assertEquals(-1, Bytes.numberAfter(JSON, 0, 18, Bytes.ascii("\"seq\":")));
    }

    @Test
    void aStringIsFound() {
        assertEquals("NO", Bytes.stringAfter(JSON, 0, JSON.length, Bytes.ascii("\"code\":")));
        assertNull(Bytes.stringAfter(JSON, 0, JSON.length, Bytes.ascii("\"epoch\":")));
    }
}
