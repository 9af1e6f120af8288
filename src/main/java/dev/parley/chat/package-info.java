/**
 * The chat protocol: the events of the namespaces {@code /} and {@code /chat}, their payloads, and
 * how everything looks in both namings. To add an event: one method of {@link
 * dev.parley.chat.ChatGateway} and one record.
 *
 * <p>Threads: handlers run where the gateway calls them and do not block.
 */
package dev.parley.chat;
