package dev.parley.bench.load;

/**
 * Settings that all scenarios share.
 *
 * @param seconds length of the measurement
 * @param warmup seconds before the measurement that are not measured
 * @param users maximum number of different users
 * @param textLength characters of each message
 */
public record Setting(double seconds, double warmup, int users, int textLength) {}
