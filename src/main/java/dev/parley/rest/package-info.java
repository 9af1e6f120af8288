/**
 * The REST API under {@code /api}: for the services of a portal what {@link
 * dev.parley.api.Publisher} is for beans, for users what needs no connection. To add a resource: a
 * class with {@code @Path} and {@code @RolesAllowed} on each method, named in {@link
 * dev.parley.rest.Api}. Bodies are records, bound and validated like the payloads of events.
 *
 * <p>Threads: methods run on the server's request threads; what takes time is a {@link
 * java.util.concurrent.CompletionStage}, and {@link dev.parley.rest.Later} keeps the writing of
 * answers off the stripes of rooms.
 */
package dev.parley.rest;
