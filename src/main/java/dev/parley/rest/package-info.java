/**
 * The REST API under {@code /api}. It gives portal services what {@link dev.parley.api.Publisher}
 * gives beans, and users what needs no connection. To add a resource, write a class with {@code
 * @Path} and {@code @RolesAllowed} on each method, and list it in {@link dev.parley.rest.Api}.
 * Bodies are records, bound and validated like event payloads.
 *
 * <p>Threads: methods run on the server's request threads. Slow operations return a {@link
 * java.util.concurrent.CompletionStage}; {@link dev.parley.rest.Later} writes their responses off
 * the rooms' stripes.
 */
package dev.parley.rest;
