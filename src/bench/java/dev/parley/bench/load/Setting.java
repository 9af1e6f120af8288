package dev.parley.bench.load;

/**
 * What the scenarios have in common.
 *
 * @param seconds how long is measured
 * @param warmup how many seconds before that are not
 * @param users how many different users the clients are, at most
 * @param textLength characters of each message
 */
public record Setting(double seconds, double warmup, int users, int textLength) {}
