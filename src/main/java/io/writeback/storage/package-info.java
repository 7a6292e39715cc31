/** A place that several machines reach, for the files of runs. */
package io.writeback.storage;
