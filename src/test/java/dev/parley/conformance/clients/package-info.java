/** Handlers for the suites of engine.io-client and socket.io-client. */
package dev.parley.conformance.clients;
