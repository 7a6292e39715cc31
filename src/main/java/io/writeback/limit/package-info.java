/** How many requests a host is given at once: learnt, and divided among processes. */
package io.writeback.limit;
