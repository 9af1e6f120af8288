/**
 * Health checks for operators (MicroProfile Health).
 *
 * <p>Threads: the server calls checks on its own threads, several at once. Only the database check
 * blocks, for a limited time.
 */
package dev.parley.ops;
