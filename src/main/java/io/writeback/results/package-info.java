/** What became of the rows of each run, delivered after its end to where people look at it. */
package io.writeback.results;
