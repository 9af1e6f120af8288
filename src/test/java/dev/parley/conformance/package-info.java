/**
 * What the official test suites of Engine.IO and Socket.IO expect of a server, on top of the real
 * one: Engine.IO without Socket.IO at {@code /engine.io/}, namespaces of the suites at {@code
 * /socket.io/}, nobody asked for a token. Not in the product; {@code mvn package -Pconformance} and
 * the conformance tests put it into a WAR of their own.
 *
 * <p>{@link dev.parley.conformance.suites} has what the suites of the protocols want, {@link
 * dev.parley.conformance.clients} what those of the JavaScript clients want; a WAR has one of them.
 */
package dev.parley.conformance;
