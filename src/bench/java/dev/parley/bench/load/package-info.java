/**
 * The scenarios: who connects, what is sent when, and what is measured of it. A {@link
 * dev.parley.bench.load.Crowd} is the clients of one run; its state belongs to the loop's thread,
 * its methods are for the one thread that runs the scenario.
 */
package dev.parley.bench.load;
