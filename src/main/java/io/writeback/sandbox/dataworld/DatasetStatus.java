package io.writeback.sandbox.dataworld;

/** The state of the ingest of a dataset's files. */
public enum DatasetStatus {
  NEW,
  INPROGRESS,
  LOADED,
  SYSTEMERROR
}
