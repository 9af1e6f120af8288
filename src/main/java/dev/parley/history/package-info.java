/**
 * The durable state: rooms, messages and their changes, memberships and users, through JPA.
 *
 * <p>Threads: the stores require a transaction of {@link dev.parley.history.Transactions} and block
 * on the database, so they are called on reader threads only. {@link
 * dev.parley.history.History#append} never blocks.
 */
package dev.parley.history;
