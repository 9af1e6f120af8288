/**
 * What may be done in rooms, and by whom: join, post, edit, react, write directly, read back, list,
 * find.
 *
 * <p>Threads: all methods are thread-safe and return at once; what touches the database runs on
 * reader threads or in the lanes of the history.
 */
package dev.parley.conversation;
