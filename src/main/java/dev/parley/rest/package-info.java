/**
 * The REST API under {@code /api}. Services of a portal can do everything here that beans can do
 * with {@link dev.parley.api.Publisher}; users can do everything that needs no connection.
 *
 * <p>To add a resource, write a class with {@code @Path}, put {@code @RolesAllowed} on each method,
 * and list the class in {@link dev.parley.rest.Api}. Bodies are records, bound and validated like
 * event payloads.
 *
 * <p>Threads: methods run on the server's request threads. Slow operations return a {@link
 * java.util.concurrent.CompletionStage}; {@link dev.parley.rest.Later} writes their responses off
 * the rooms' stripes.
 */
package dev.parley.rest;
