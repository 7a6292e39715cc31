/** What the product takes to be true about the vendors, how sure that is, and how it is probed. */
package io.writeback.belief;
