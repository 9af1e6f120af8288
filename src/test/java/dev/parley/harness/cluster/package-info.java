/** A cluster as processes, its nodes, and the links and proxies before them. */
package dev.parley.harness.cluster;
