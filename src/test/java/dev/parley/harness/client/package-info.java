/**
 * Clients of a server, from raw sockets to the published Java client, and what a server tells about
 * itself.
 */
package dev.parley.harness.client;
