/**
 * Operations on rooms and messages, and the rights they require: join, leave, post, edit, react,
 * send directly, read the history, list, find.
 *
 * <p>Threads: all methods are thread-safe and return immediately. Database work runs on reader
 * threads or in the lanes of the history.
 */
package dev.parley.conversation;
