package io.writeback.run;

import io.writeback.dataset.RejectFile;
import java.util.ArrayList;
import java.util.List;

/** Rows of a replay's file that are not sent: how many, and why the first of them. */
final class OmittedRows {
  private static final int MOST_NAMED = 3;

  private final List<String> first = new ArrayList<>();
  private long count;

  void add(RejectFile.Line line, String why) {
    if (++count <= MOST_NAMED) {
      first.add("line %d (%s)".formatted(line.line(), why));
    }
  }

  /** "2 rows of the file …: line 3 (…), line 9 (…)"; "" if there are none. */
  String sentence() {
    return count == 0
        ? ""
        : "%d %s not sent, because they are not open rejects of the run: %s%s"
            .formatted(
                count,
                count == 1 ? "row of the file is" : "rows of the file are",
                String.join(", ", first),
                count > MOST_NAMED ? ", …" : "");
  }
}
