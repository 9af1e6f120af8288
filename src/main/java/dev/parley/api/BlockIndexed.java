package dev.parley.api;

/**
 * A block has been indexed. A CDI event that a portal fires, in whichever way; everyone in {@code
 * /realtime} hears of it.
 *
 * @param transactions how many the block has
 */
public record BlockIndexed(long blockNumber, String blockHash, int transactions) {}
