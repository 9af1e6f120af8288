/** Clocks: latencies from the intended time, processor time and memory from {@code /proc}. */
package dev.parley.bench.measure;
