/** The portal page's HTTP side: headers that keep markup and scripts of others out. */
package dev.parley.portal;
