package io.writeback.run;

import io.writeback.destination.Record;
import io.writeback.destination.Work;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a planned run that sends all rows as one file would change.
 *
 * @param name of the file
 * @param bytes how large the file is that the destination held under the name; null if it held none
 * @param sha256 the digest of that file, lower-case hex; null if it held none
 * @param same whether that is, byte for byte, what the run would send
 */
public record PlannedFile(String name, Long bytes, String sha256, boolean same) {
  /** The record of the file, to be sent if the destination holds what was shown. */
  Record onlyIfShown(Record file) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put(Work.WholeFile.SHA256, sha256);
    shown.put(Work.WholeFile.BYTES, bytes);
    return file.onlyIf(file.fields(), shown);
  }
}
