/**
 * What clients send and see alike wherever they come in, by a socket or by REST: the forms of
 * messages, and the constraints of what comes in.
 *
 * <p>Everything is stateless or immutable, so usable from any thread.
 */
package dev.parley.form;
