/** Starts and stops everything in order. Nobody imports it. */
package dev.parley.boot;
