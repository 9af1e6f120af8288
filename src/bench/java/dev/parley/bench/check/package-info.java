/**
 * Whether what was delivered is what was sent: nothing lost, nothing twice, in order, and the right
 * text under each {@code seq}. Not thread-safe: everything here belongs to the loop's thread.
 */
package dev.parley.bench.check;
