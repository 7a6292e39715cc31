/** What lines of the log look like, and which run they are about. */
package io.writeback.log;
