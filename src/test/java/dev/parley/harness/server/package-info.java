/** Servers and databases as processes, and their logs. */
package dev.parley.harness.server;
