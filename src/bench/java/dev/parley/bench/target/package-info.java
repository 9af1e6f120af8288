/**
 * The servers that are measured and the stores behind them: started from what the build has made,
 * on the loopback, and ended with the run, however it ends.
 */
package dev.parley.bench.target;
