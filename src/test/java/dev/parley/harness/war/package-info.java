/** Archives that the tests deploy, and the classes that are added to them. */
package dev.parley.harness.war;
