package io.writeback.destination.dataworld;

/** What the list of files of a dataset says of an upload: a list may be older than the upload. */
enum UploadVisibility {
  /** No file of that name and size. */
  NOT,

  /** The file that was there before, with the same size. */
  OLD,

  /** A file of that name and size; it may be the one from before. */
  PERHAPS,

  /** The file, which is not the one from before. */
  NEW;

  static UploadVisibility of(FileDecision decision, DatasetState dataset) {
    DatasetState.StoredFile now = dataset.file(decision.fileName()).orElse(null);
    if (now == null || now.bytes() != decision.bytes()) {
      return NOT;
    }
    DatasetState.StoredFile before = decision.before();
    boolean sameSize = before != null && (before.bytes() < 0 || before.bytes() == decision.bytes());
    if (!sameSize) {
      return NEW;
    }
    if (before.updated().isEmpty() || now.updated().isEmpty()) {
      return PERHAPS;
    }
    return before.updated().equals(now.updated()) ? OLD : NEW;
  }
}
