package dev.parley.api;

import java.time.Instant;

/**
 * A message that is stored. Immutable.
 *
 * @param seq its place among the messages of the room
 * @param rev the latest durable event of the message
 * @param timestamp when it was sent, with milliseconds
 */
public record SentMessage(String id, String roomId, long seq, long rev, Instant timestamp) {}
