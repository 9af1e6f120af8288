/** Handlers for our own conformance tests, where those of the official suites do not suffice. */
package dev.parley.conformance.lab;
