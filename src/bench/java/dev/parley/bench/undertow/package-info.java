/** A peer: the least that a WebSocket endpoint on Undertow has to do, without Parley. */
package dev.parley.bench.undertow;
