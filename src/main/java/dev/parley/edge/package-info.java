/**
 * What every HTTP request passes before anything else sees it: the limits of its head and body.
 *
 * <p>Threads: everything runs on the container's request threads, and no call blocks.
 */
package dev.parley.edge;
