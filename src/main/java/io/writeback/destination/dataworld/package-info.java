/** data.world as a destination: a DataSet becomes a file of a dataset, whole or not at all. */
package io.writeback.destination.dataworld;
