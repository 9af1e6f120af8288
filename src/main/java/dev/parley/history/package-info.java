/**
 * What is durable: rooms, messages with what became of them, memberships and users, through JPA.
 *
 * <p>Threads: the stores want a transaction of {@link dev.parley.history.Transactions} around them
 * and block on the database, so they are called on reader threads only; {@link
 * dev.parley.history.History#append} never blocks.
 */
package dev.parley.history;
