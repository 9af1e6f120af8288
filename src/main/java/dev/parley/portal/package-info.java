/**
 * The HTTP side of the portal page: its files, and the security headers that keep foreign markup
 * and scripts out.
 */
package dev.parley.portal;
