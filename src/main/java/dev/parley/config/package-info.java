/**
 * Typed, validated settings over MicroProfile Config.
 *
 * <p>{@link dev.parley.config.SettingsCatalog} describes every setting; {@code
 * docs/configuration.md} is generated from it. {@link dev.parley.config.Settings} is immutable and
 * may be used from any thread. The package depends on no other package of Parley.
 */
package dev.parley.config;
