/** Handlers for the suites of the two protocol documents. */
package dev.parley.conformance.suites;
