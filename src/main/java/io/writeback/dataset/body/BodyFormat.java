package io.writeback.dataset.body;

/** What the body of a message is read as. */
enum BodyFormat {
  CSV,
  JSON,
  ROWS
}
