package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.flow.DirectStripe;
import dev.parley.flow.ExecutorStripe;
import dev.parley.flow.ManualClock;
import dev.parley.flow.Stripe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class AttendanceTest {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final String ROOM = "room";

    private final List<String> heard = new ArrayList<>();
    private final Stripe stripe = DirectStripe.create();
    private final ManualClock clock = new ManualClock();
    private final Attendance attendance = attendance(GRACE);

    private Attendance attendance(Duration grace) {
        return attendance(grace, stripe);
    }

    private Attendance attendance(Duration grace, Stripe of) {
        return new Attendance(
                (place, user) -> of,
                clock.timers(),
                grace,
                new Attendance.Listener() {
                    @Override
                    public void arrived(String place, String userId, String username) {
                        heard.add("+" + userId + " " + username + " in " + place);
                    }

                    @Override
                    public void departed(String place, String userId, String username) {
                        heard.add("-" + userId + " " + username + " in " + place);
                    }
                });
    }

    private void says(String node, String user, int connections) {
        says(attendance, node, user, connections, false);
    }

    /** An entry without connections is removed right after it was written. */
    private static void says(
            Attendance attendance, String node, String user, int connections, boolean left) {
        PresenceKey key = new PresenceKey(ROOM, user);
        attendance.update(node, key, new PresenceEntry(connections, left, user + "'s name"));
        if (connections == 0) {
            attendance.update(node, key, new PresenceEntry(0, false, ""));
        }
    }

    private void leaves(String node, String user) {
        says(attendance, node, user, 0, true);
    }

    private static final String ARRIVAL = "+anna anna's name in room";
    private static final String DEPARTURE = "-anna anna's name in room";

    @Test
    void theFirstConnectionIsAnArrival() {
        says("n1", "anna", 1);
        says("n1", "anna", 2);
        assertEquals(List.of(ARRIVAL), heard);
        assertTrue(attendance.isPresent(ROOM, "anna"));
    }

    @Test
    void whoIsLostDepartsAfterTheGraceTime() {
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        clock.advance(GRACE.minus(MOMENT));
        assertEquals(List.of(ARRIVAL), heard);
        assertTrue(attendance.isPresent(ROOM, "anna"));
        clock.advance(MOMENT);
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
        assertFalse(attendance.isPresent(ROOM, "anna"));
    }

    @Test
    void whoComesBackWithinTheGraceTimeMakesNoNoise() {
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        clock.advance(GRACE.minus(MOMENT));
        says("n2", "anna", 1);
        clock.advance(GRACE.multipliedBy(10));
        assertEquals(List.of(ARRIVAL), heard);
    }

    @Test
    void theGraceTimeBeginsAnewWithEachLoss() {
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        clock.advance(GRACE.minus(MOMENT));
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        clock.advance(GRACE.minus(MOMENT));
        assertEquals(List.of(ARRIVAL), heard);
        clock.advance(MOMENT);
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
    }

    @Test
    void whoLeavesOnPurposeDepartsAtOnce() {
        says("n1", "anna", 1);
        leaves("n1", "anna");
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
        assertEquals(0, clock.waiting());
    }

    @Test
    void whoWasLostAndThenLeavesDepartsOnce() {
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        leaves("n2", "anna");
        clock.advance(GRACE.multipliedBy(10));
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
    }

    @Test
    void withoutAGraceTimeWhoIsLostDepartsAtOnce() {
        Attendance strict = attendance(Duration.ZERO);
        says(strict, "n1", "anna", 1, false);
        says(strict, "n1", "anna", 0, false);
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
    }

    @Test
    void whoReturnsAfterTheDepartureArrivesAgain() {
        says("n1", "anna", 1);
        leaves("n1", "anna");
        says("n1", "anna", 1);
        assertEquals(List.of(ARRIVAL, DEPARTURE, ARRIVAL), heard);
        assertEquals(1, attendance.count(ROOM));
    }

    @Test
    void aUserOnTwoNodesIsOneWhoDepartsWithTheLastConnection() {
        says("n1", "anna", 1);
        says("n2", "anna", 2);
        leaves("n1", "anna");
        assertEquals(List.of(ARRIVAL), heard);
        assertEquals(1, attendance.count(ROOM));
        assertEquals(
                List.of(new Attendee("anna", "anna's name", 2)), attendance.page(ROOM, "", 10));
        leaves("n2", "anna");
        assertEquals(List.of(ARRIVAL, DEPARTURE), heard);
    }

    @Test
    void theConnectionsOfAllNodesAreAddedUp() {
        says("n1", "anna", 1);
        says("n2", "anna", 2);
        says("n2", "anna", 3);
        assertEquals(
                List.of(new Attendee("anna", "anna's name", 4)), attendance.page(ROOM, "", 10));
    }

    @Test
    void whoIsLostHasNoConnectionsForTheGraceTime() {
        says("n1", "anna", 1);
        says("n1", "anna", 0);
        assertEquals(
                List.of(new Attendee("anna", "anna's name", 0)), attendance.page(ROOM, "", 10));
    }

    @Test
    void whatIsSaidOfSomebodyWhoWasNeverThereIsNothing() {
        says("n1", "anna", 0);
        leaves("n1", "anna");
        clock.advance(GRACE.multipliedBy(10));
        assertEquals(List.of(), heard);
        assertEquals(0, attendance.count(ROOM));
    }

    @Test
    void placesHaveNothingToDoWithEachOther() {
        says("n1", "anna", 1);
        attendance.update(
                "n1", new PresenceKey("other", "anna"), new PresenceEntry(1, false, "anna's name"));
        leaves("n1", "anna");
        assertFalse(attendance.isPresent(ROOM, "anna"));
        assertTrue(attendance.isPresent("other", "anna"));
    }

    @Test
    void aPageHasTheUsersInTheOrderOfTheirIds() {
        for (String user : List.of("dora", "anna", "carl", "berta")) {
            says("n1", user, 1);
        }
        assertEquals(4, attendance.count(ROOM));
        assertEquals(List.of("anna", "berta"), ids(attendance.page(ROOM, "", 2)));
        assertEquals(List.of("carl", "dora"), ids(attendance.page(ROOM, "berta", 2)));
        assertEquals(List.of(), ids(attendance.page(ROOM, "dora", 2)));
        assertEquals(List.of(), ids(attendance.page("nowhere", "", 2)));
    }

    private static List<String> ids(List<Attendee> attendees) {
        return attendees.stream().map(Attendee::userId).toList();
    }

    /** The users of a room share a stripe; those who are online do not. */
    @Test
    void whoComesWhileTheLastOneGoesIsNotLost() throws Exception {
        Stripe annas = DirectStripe.create();
        Stripe bertas = DirectStripe.create();
        Attendance.Listener deaf =
                new Attendance.Listener() {
                    @Override
                    public void arrived(String place, String userId, String username) {}

                    @Override
                    public void departed(String place, String userId, String username) {}
                };
        Attendance online =
                new Attendance(
                        (place, user) -> user.equals("anna") ? annas : bertas,
                        clock.timers(),
                        Duration.ZERO,
                        deaf);
        FutureTask<Integer> anna = new FutureTask<>(() -> timesLost(online, "anna"));
        Thread other = new Thread(anna);
        other.start();
        assertEquals(0, timesLost(online, "berta"));
        assertEquals(0, anna.get());
        other.join();
    }

    private static int timesLost(Attendance online, String user) {
        int lost = 0;
        for (int i = 0; i < 20_000; i++) {
            says(online, "n1", user, 1, false);
            if (!online.isPresent(ROOM, user)) {
                lost++;
            }
            says(online, "n1", user, 0, false);
        }
        return lost;
    }

    @Test
    void whoWasOnlyOnANodeThatIsGoneDepartsAfterTheGraceTime() {
        says("n1", "anna", 1);
        says("n2", "anna", 1);
        says("n2", "ben", 1);
        heard.clear();
        attendance.forget("n2");
        clock.advance(GRACE);
        assertEquals(List.of("-ben ben's name in room"), heard);
    }

    @Test
    void whatANodeSaysNoMoreIsFoundByAnAudit() {
        says("n1", "anna", 1);
        says("n1", "ben", 1);
        heard.clear();
        attendance.audit("n1", key -> key.user().equals("anna"));
        clock.advance(GRACE);
        assertEquals(List.of("-ben ben's name in room"), heard);
    }

    @Test
    void whatWasHeardOfANodeThatIsGoneIsForgottenLater() {
        says("n1", "anna", 1);
        says("dead", "ben", 1);
        heard.clear();
        attendance.retain(java.util.Set.of("n1"));
        clock.advance(GRACE);
        assertEquals(List.of("-ben ben's name in room"), heard);
    }

    @Test
    void theNodesOfAPlaceAreThoseWithSomebodyThere() {
        says("n1", "anna", 1);
        says("n2", "anna", 1);
        says("n2", "anna", 0);
        assertEquals(java.util.Set.of("n1"), attendance.nodes(ROOM));
        assertEquals(java.util.Set.of(), attendance.nodes("other"));
    }

    /** Another node that changes its entries faster than the stripe works. */
    @Test
    void ofEachEntryOnlyTheLatestStateWaits() {
        List<Runnable> tasks = new ArrayList<>();
        Stripe busy = ExecutorStripe.of(tasks::add);
        Attendance slow = attendance(GRACE, busy);
        for (int i = 1; i <= 1_000; i++) {
            says(slow, "n2", "anna", i, false);
            says(slow, "n2", "ben", i, false);
        }
        assertEquals(2, tasks.size());
        tasks.forEach(Runnable::run);
        assertEquals(1_000, slow.find(ROOM, "anna").orElseThrow().connections());

        tasks.clear();
        heard.clear();
        says(slow, "n2", "anna", 0, true);
        says(slow, "n2", "ben", 0, false);
        tasks.forEach(Runnable::run);
        assertEquals(List.of(DEPARTURE), heard);
    }

    @Test
    void anEntryThatComesBackAfterItsNodeCounts() {
        List<Runnable> tasks = new ArrayList<>();
        Attendance slow = attendance(GRACE, ExecutorStripe.of(tasks::add));
        says(slow, "n2", "anna", 1, false);
        tasks.forEach(Runnable::run);
        tasks.clear();
        says(slow, "n2", "anna", 2, false);
        slow.forget("n2");
        says(slow, "n2", "anna", 3, false);
        tasks.forEach(Runnable::run);
        assertEquals(3, slow.find(ROOM, "anna").orElseThrow().connections());
    }
}
