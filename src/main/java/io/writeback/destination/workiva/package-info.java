/** Workiva as a destination: a DataSet goes into a region of a sheet, whole or not at all. */
package io.writeback.destination.workiva;
