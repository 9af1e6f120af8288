package dev.parley.engineio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NewcomersTest {

    @Test
    void anAddressHasItsShareAndLeavesRoomForOthers() {
        Newcomers newcomers = new Newcomers(3, 2);
        newcomers.enter("a");
        Newcomers.Place second = newcomers.enter("a");
        assertFalse(newcomers.haveRoom("a"));
        assertTrue(newcomers.haveRoom("b"));
        newcomers.enter("b");
        assertFalse(newcomers.haveRoom("c"));
        second.release();
        assertTrue(newcomers.haveRoom("a"));
        assertTrue(newcomers.haveRoom("c"));
    }

    @Test
    void theAddressesOfOneIpv6NetworkShareTheirLimit() {
        Newcomers newcomers = new Newcomers(3, 1);
        newcomers.enter("2001:db8:0:1::1");
        assertFalse(newcomers.haveRoom("2001:db8:0:1:ffff::2"));
        assertTrue(newcomers.haveRoom("2001:db8:0:2::1"));
    }

    @Test
    void whoLeavesTheLastNamespaceCountsAgain() {
        Newcomers newcomers = new Newcomers(1, 1);
        Newcomers.Place place = newcomers.enter("a");
        place.release();
        place.release();
        assertTrue(newcomers.haveRoom("a"));
        place.take();
        place.take();
        assertFalse(newcomers.haveRoom("a"));
        place.release();
        assertTrue(newcomers.haveRoom("a"));
    }

    @Test
    void aClosedConnectionNeverCountsAgainAndItsAddressIsForgotten() {
        Newcomers newcomers = new Newcomers(1, 1);
        Newcomers.Place place = newcomers.enter("a");
        place.end();
        place.take();
        assertTrue(newcomers.haveRoom("a"));
        assertEquals(0, newcomers.addresses());
    }
}
