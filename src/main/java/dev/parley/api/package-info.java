/**
 * The public API of Parley: everything that a portal needs to write gateways, guards, room policies
 * and listeners in a project of its own. {@code docs/extending.md} explains it by example.
 *
 * <p>Only the types of this package are public API. They keep their names and meaning within a
 * major version, and their signatures name no other type of Parley. Everything else in the WAR may
 * change in any version.
 *
 * <p>Threads: each type says what may be called from where. Handlers run on the thread that read
 * the event and must not block, unless they say so ({@link dev.parley.api.OnEvent#blocking()}).
 * Observers of CDI events run on the thread that fires them and must not block.
 */
package dev.parley.api;
