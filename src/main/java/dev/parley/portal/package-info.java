/** The HTTP side of the portal page: security headers that keep foreign markup and scripts out. */
package dev.parley.portal;
