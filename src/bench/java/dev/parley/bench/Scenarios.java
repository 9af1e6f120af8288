package dev.parley.bench;

import dev.parley.bench.load.Arrivals;
import dev.parley.bench.load.ClosedLoop;
import dev.parley.bench.load.FanOut;
import dev.parley.bench.load.Idle;
import dev.parley.bench.load.JoinStorm;
import dev.parley.bench.load.Layout;
import dev.parley.bench.load.RateSearch;
import dev.parley.bench.load.ReconnectStorm;
import dev.parley.bench.load.Scenario;
import dev.parley.bench.load.Setting;
import dev.parley.bench.load.StalledReader;
import java.util.ArrayList;
import java.util.List;

/** Creates scenarios from arguments. */
final class Scenarios {

    private static final String LAYOUTS = "10x100,1x1000,100x10";
    private static final int MOST_SECONDS = 300;
    private static final int MOST_RATE = 20_000;

    /**
     * Deliveries per second that every peer can handle on two cores; default rates follow from it.
     */
    private static final double GENTLE_DELIVERIES = 5000;

    private static final int SENDERS = 20;
    private static final int SLOWEST_MILLIS = 200;
    private static final int ARRIVING = 50;
    private static final int SILENCE = 75;

    private final Arguments arguments;
    private final Setting setting;

    Scenarios(Arguments arguments) {
        this.arguments = arguments;
        this.setting =
                new Setting(
                        arguments.number("seconds", 5, 1, MOST_SECONDS),
                        arguments.number("warmup", 2, 0.5, MOST_SECONDS),
                        arguments.whole("users", 1000, 1, 20_000),
                        arguments.whole("text", 100, 34, 1000));
    }

    /** The scenarios of a command; empty if there is none of this name. */
    List<Scenario> of(String name) {
        return switch (name) {
            case "fanout" -> fanOut();
            case "closed" -> closed();
            case "search" -> search();
            case "idle" -> idle();
            case "arrivals" -> arrivals();
            case "joinstorm" -> joinStorm();
            case "reconnect" -> reconnect();
            case "stalled" -> stalled();
            case "compare" -> compare();
            default -> List.of();
        };
    }

    private List<Scenario> compare() {
        List<String> names = arguments.list("scenarios", "");
        if (names.isEmpty()) {
            return standard();
        }
        List<Scenario> all = new ArrayList<>();
        for (String name : names) {
            List<Scenario> some = name.equals("compare") ? List.of() : of(name);
            if (some.isEmpty()) {
                throw new IllegalArgumentException("no scenario " + name);
            }
            all.addAll(some);
        }
        return all;
    }

    /** What matters when you choose a chat server. */
    private List<Scenario> standard() {
        Layout rooms = Layout.parse("10x100");
        Layout one = Layout.parse("1x1000");
        return List.of(
                new FanOut(rooms, 200, setting),
                new ClosedLoop(rooms, SENDERS, setting),
                new FanOut(one, 20, setting),
                new RateSearch(
                        rooms, gentle(0, rooms), SLOWEST_MILLIS, RateSearch.DOUBLINGS, setting),
                new Arrivals(Layout.parse("100x10"), ARRIVING, setting),
                new Arrivals(one, one.clients(), setting),
                new Idle(OpenFiles.upTo(5000), SILENCE, setting));
    }

    private List<Scenario> fanOut() {
        double rate = arguments.number("rate", 0, 0, MOST_RATE);
        return layouts(LAYOUTS).stream()
                .map(layout -> (Scenario) new FanOut(layout, gentle(rate, layout), setting))
                .toList();
    }

    private List<Scenario> closed() {
        int senders = arguments.whole("senders", SENDERS, 1, 5000);
        return layouts(LAYOUTS).stream()
                .map(layout -> (Scenario) new ClosedLoop(layout, senders, setting))
                .toList();
    }

    private List<Scenario> search() {
        double start = arguments.number("start", 0, 0, MOST_RATE);
        double limit = arguments.number("limit", SLOWEST_MILLIS, 1, 10_000);
        return layouts(LAYOUTS).stream()
                .map(
                        layout ->
                                (Scenario)
                                        new RateSearch(
                                                layout,
                                                gentle(start, layout),
                                                limit,
                                                RateSearch.DOUBLINGS,
                                                setting))
                .toList();
    }

    private List<Scenario> idle() {
        double silence = arguments.number("silence", SILENCE, 1, MOST_SECONDS);
        return arguments.list("connections", "5000," + OpenFiles.upTo(20_000)).stream()
                .map(count -> (Scenario) new Idle(Integer.parseInt(count), silence, setting))
                .toList();
    }

    private List<Scenario> arrivals() {
        int atOnce = arguments.whole("atonce", 0, 0, 20_000);
        return layouts("100x10,1x1000").stream()
                .map(
                        layout ->
                                (Scenario)
                                        new Arrivals(
                                                layout,
                                                atOnce > 0 ? atOnce : usualArrivals(layout),
                                                setting))
                .toList();
    }

    /** With a single room, all clients arrive at once. */
    private static int usualArrivals(Layout layout) {
        return layout.rooms() == 1 ? layout.clients() : ARRIVING;
    }

    private List<Scenario> joinStorm() {
        return layouts("1x1000").stream()
                .map(layout -> (Scenario) new JoinStorm(layout, setting))
                .toList();
    }

    private List<Scenario> reconnect() {
        double rate = arguments.number("rate", 20, 1, MOST_RATE);
        return layouts("10x100").stream()
                .map(layout -> (Scenario) new ReconnectStorm(layout, rate, setting))
                .toList();
    }

    private List<Scenario> stalled() {
        int members = arguments.whole("members", 20, 2, 5000);
        double rate = arguments.number("rate", 500, 1, MOST_RATE);
        return List.of(new StalledReader(members, rate, setting));
    }

    private List<Layout> layouts(String standard) {
        return arguments.list("layouts", standard).stream().map(Layout::parse).toList();
    }

    private static double gentle(double rate, Layout layout) {
        return rate > 0 ? rate : Math.max(1, GENTLE_DELIVERIES / layout.members());
    }
}
