package dev.parley.api;

/**
 * A block has been indexed. A CDI event that the portal fires, synchronously or asynchronously;
 * every client in {@code /realtime} gets {@code new-block}.
 *
 * @param transactions the number of transactions in the block
 */
public record BlockIndexed(long blockNumber, String blockHash, int transactions) {}
