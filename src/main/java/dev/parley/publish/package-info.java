/**
 * What the server side of a portal does with clients: {@link dev.parley.api.Publisher} emits to
 * them, moves them and tells who is there. The REST API does the same.
 *
 * <p>A {@link dev.parley.api.Publication} is plain data and says whom it is for. It goes to other
 * nodes as it is, and each node delivers it to the sockets that it finds.
 *
 * <p>Threads: everything may be called from any thread and blocks nowhere; what concerns a room
 * runs on its stripe.
 */
package dev.parley.publish;
