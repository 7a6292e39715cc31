package io.writeback.sandbox.dataworld;

/** How far the service has come with reading the files of a dataset. */
public enum DatasetStatus {
  NEW,
  INPROGRESS,
  LOADED,
  SYSTEMERROR
}
