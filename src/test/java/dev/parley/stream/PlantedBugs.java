package dev.parley.stream;

import java.util.List;

/** What could be wrong with the rules of a room's stream, line by line. */
final class PlantedBugs {

    private static final String RETRY =
            "onStripe(roomId, stream, () -> retryFill(roomId, stream, nextPause));";

    private PlantedBugs() {}

    private static PlantedBug inFeed(int line, String words, String snippet, String instead) {
        return new PlantedBug(line, words, RoomFeed.class, snippet, instead);
    }

    private static PlantedBug inJoin(int line, String words, String snippet, String instead) {
        return new PlantedBug(line, words, RoomJoin.class, snippet, instead);
    }

    private static PlantedBug inStream(int line, String words, String snippet, String instead) {
        return new PlantedBug(line, words, RoomStream.class, snippet, instead);
    }

    /** Those that the simulation finds. */
    static List<PlantedBug> ofOrder() {
        return List.of(
                inFeed(
                        1,
                        "a stream is never dropped",
                        " if (isUnused(roomId, stream)) {",
                        " if (false) {"),
                inFeed(
                        1,
                        "a stream is not dropped when all have left",
                        "if (stream != null && isUnused(roomId, stream)) {",
                        "if (false) {"),
                inFeed(
                        1,
                        "a stream is dropped that somebody joins",
                        "stream.joining == 0 && rooms.live",
                        "rooms.live"),
                inFeed(
                        1,
                        "a reader touches the stream",
                        "onStripe(roomId, stream, () -> take("
                                + "roomId, stream, from, missing, nextPause));",
                        "take(roomId, stream, from, missing, nextPause);"),
                inFeed(
                        1,
                        "a stream that was dropped is filled on",
                        "if (streams.get(roomId) != stream) {",
                        "if (false) {"),
                inFeed(
                        2,
                        "what is committed here is told at once",
                        "stream.offer(event);",
                        "deliver(event);"),
                inFeed(
                        2,
                        "what is committed here is told at once, and in its order",
                        "stream.offer(event);",
                        "deliver(event); stream.offer(event);"),
                inStream(
                        3,
                        "a repeat is told again",
                        " || event.rev() <= delivered)) {\n            return;\n        }\n"
                                + "        know(event.epoch(), event.rev());\n"
                                + "        if (isPlaced() && event.rev() == delivered + 1) {",
                        ")) {\n            return;\n        }\n"
                                + "        know(event.epoch(), event.rev());\n"
                                + "        if (isPlaced() && event.rev() <= delivered + 1) {"),
                inStream(3, "a repeat is kept", "event.rev() <= delivered)", "false)"),
                inStream(
                        3,
                        "a hole is jumped over",
                        "event.rev() == delivered + 1",
                        "event.rev() > delivered"),
                inStream(3, "the place does not move on", "delivered = event.rev();", ""),
                inStream(
                        3,
                        "what waited is forgotten",
                        "            advance(event);\n            drain();\n",
                        "            advance(event);\n"),
                inStream(
                        4,
                        "what does not fit is not known of",
                        "know(event.epoch(), event.rev());",
                        "if (pending.size() < MAX_EVENTS) {\n"
                                + "know(event.epoch(), event.rev());\n}"),
                inStream(4, "any number of events may wait", "pending.size() < MAX_EVENTS", "true"),
                inStream(
                        4,
                        "any number of bytes may wait",
                        "pendingBytes + event.weight() <= MAX_BYTES",
                        "true"),
                inFeed(
                        5,
                        "a fill begins one too late",
                        "= stream.delivered();",
                        "= stream.delivered() + 1;"),
                inFeed(
                        5,
                        "a fill ends before what is known",
                        "startFill(roomId, stream, FIRST_PAUSE_MILLIS);",
                        "stream.filling = false;"),
                inFeed(5, "a room has many fills at a time", "stream.filling = true;", ""),
                inFeed(5, "a room has one fill in its life", "stream.filling = false;", ""),
                inFeed(6, "a fill gives up when it fails", RETRY, ""),
                inFeed(
                        6,
                        "a fill gives up when no reader is free",
                        "} catch (RejectedExecutionException e) {\n"
                                + "            retryFill(roomId, stream, nextPause);",
                        "} catch (RejectedExecutionException e) {"),
                inFeed(
                        6,
                        "what cannot be read is skipped",
                        RETRY,
                        "rooms.stripe(roomId).execute(() -> {"
                                + " stream.place(new Position(\"epoch\", from + 1));"
                                + " retryFill(roomId, stream, nextPause); });"),
                inFeed(
                        6,
                        "the stripe waits for the database",
                        "readers.execute(() -> fill(roomId, stream, from, nextPause));",
                        "fill(roomId, stream, from, nextPause);"),
                inStream(
                        7,
                        "any number of events is remembered",
                        "ring.size() > MAX_EVENTS || ",
                        ""),
                inStream(7, "any number of bytes is remembered", " || ringBytes > MAX_BYTES", ""),
                inStream(
                        7,
                        "half of what fits is forgotten",
                        "ring.size() > MAX_EVENTS",
                        "ring.size() > MAX_EVENTS / 2"),
                inStream(
                        7,
                        "the first of what came since is left out",
                        "filter(event -> event.rev() > rev)",
                        "filter(event -> event.rev() > rev + 1)"),
                inStream(
                        7,
                        "what came since begins one too early",
                        "filter(event -> event.rev() > rev)",
                        "filter(event -> event.rev() >= rev)"),
                inStream(
                        7,
                        "what is just forgotten seems to be there",
                        "ring.peekFirst().rev() > rev + 1",
                        "ring.peekFirst().rev() > rev + 2"),
                inFeed(
                        8,
                        "what comes while a room is first read is lost",
                        "if (stream != null) {",
                        "if (stream != null && stream.isPlaced()) {"),
                inJoin(
                        8,
                        "each join gives the stream another place",
                        "if (!stream.isPlaced()) {",
                        "if (true) {"),
                inJoin(
                        8,
                        "a join is in before the stream is where it has read",
                        "stream.whenAt(position.rev(), () -> stand(reading, position.rev()));",
                        "stand(reading, position.rev());"),
                inJoin(
                        8,
                        "a join waits for what nobody fetches",
                        "        feed.watchGap(roomId, stream);\n    }\n\n",
                        "    }\n\n"),
                inStream(
                        8,
                        "a join that waits is forgotten",
                        "waiters.remove(waiter)) {\n                run(waiter);",
                        "waiters.remove(waiter)) {"),
                inJoin(
                        8,
                        "a join is not told what came since",
                        "isOver(reading, since.get())",
                        "isOver(reading, List.of())"),
                inJoin(
                        8,
                        "a join is in though what came since is forgotten",
                        "since.isPresent() && isOver(reading, since.get())",
                        "isOver(reading, since.orElse(List.of()))"),
                inJoin(
                        8,
                        "a join ends where it has to read again",
                        "} else {\n            readAgain();",
                        "} else {\n            close();"),
                inJoin(
                        8,
                        "a join that fails never ends",
                        "logFailure(e);\n            return true;",
                        "throw e;"),
                inFeed(
                        9,
                        "what a sweep has seen is not known",
                        "stream.know(position.epoch(), position.rev());",
                        ""),
                inFeed(
                        9,
                        "what a sweep has seen is not fetched",
                        "            watchGap(roomId, stream);\n        }\n    }\n",
                        "        }\n    }\n"),
                inStream(
                        9,
                        "what a sender learns late counts for more than what is known",
                        "(isAt(ofEpoch)) {\n            known = Math.max(known, rev);",
                        "(isAt(ofEpoch)) {\n            known = rev;"),
                inFeed(
                        10,
                        "a sweep takes another room for the same",
                        "            lost(roomId, stream);\n        } else {",
                        "        } else {"),
                inFeed(
                        10,
                        "nobody is told that the room is another one",
                        "Fanout.each(members, socket -> socket.close(Ending.RESTART))",
                        "members.hashCode()"),
                inFeed(
                        10,
                        "a join waits for its place in a room that is no more",
                        "stream.end();",
                        ""),
                inJoin(
                        10,
                        "a join stays in the stream of a room that is no more",
                        "return !feed.isOpen(roomId, stream);",
                        "return false;"),
                inJoin(
                        10,
                        "a join brings those who are in to another room",
                        "            feed.lost(roomId, stream);\n        }",
                        "            stream.place(position);\n        }"),
                inStream(
                        10,
                        "what was seen of another room counts for this one",
                        "seen.getOrDefault(position.epoch(), 0L)",
                        "seen.values().stream().mapToLong(rev -> rev).max().orElse(0)"));
    }

    /** Those after which all is well in the end, but too soon, too late or with too much effort. */
    static List<PlantedBug> ofTime() {
        return List.of(
                inFeed(4, "a hole is read at once", "Duration.ofMillis(20)", "Duration.ZERO"),
                inFeed(4, "a hole is read late", "Duration.ofMillis(20)", "Duration.ofMillis(21)"),
                inFeed(5, "a fill reads more than 200", "FILL_PAGE = 200", "FILL_PAGE = 201"),
                inFeed(5, "a fill reads without end", "stream.delivered() > from", "true"),
                inFeed(
                        6,
                        "the pauses do not grow",
                        "Math.min(MAX_PAUSE_MILLIS, pause * 2)",
                        "pause"),
                inFeed(
                        6,
                        "the pauses grow without end",
                        "Math.min(MAX_PAUSE_MILLIS, pause * 2)",
                        "pause * 2"),
                inFeed(
                        6,
                        "all rooms try at the same time",
                        "pause / 2 + random.applyAsLong(pause)",
                        "pause"));
    }
}
