/**
 * What those who run the server ask it: MicroProfile Health.
 *
 * <p>Threads: checks are called on the server's, several at once; only the one of the database
 * blocks, for a bounded time.
 */
package dev.parley.ops;
