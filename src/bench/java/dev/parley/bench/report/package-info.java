/** What a run leaves behind: JSON for programs, a table and plots for people. */
package dev.parley.bench.report;
