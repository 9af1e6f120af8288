/**
 * Typed, validated settings over MicroProfile Config.
 *
 * <p>Everything here is immutable once it is made, and may be used from any thread. The package
 * knows no other package of Parley.
 */
package dev.parley.config;
