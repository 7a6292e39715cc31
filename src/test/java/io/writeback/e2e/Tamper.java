package io.writeback.e2e;

import io.writeback.run.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A step between source and sink that changes the snapshot, which is forbidden. */
public final class Tamper {
  /** Another text of the same length. */
  public void change(Run run) throws IOException {
    Path snapshot = run.folder().resolve("snapshot.csv");
    Files.writeString(snapshot, Files.readString(snapshot).replace("two", "owt"));
  }
}
