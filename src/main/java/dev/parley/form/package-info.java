/**
 * The data formats that sockets and REST share: the forms of messages, and the constraints on
 * input.
 *
 * <p>All classes are stateless or immutable, and therefore thread-safe.
 */
package dev.parley.form;
