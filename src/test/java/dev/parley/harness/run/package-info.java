/** Runs tests and loads that are written in other languages, in processes of their own. */
package dev.parley.harness.run;
