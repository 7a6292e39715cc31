package io.writeback.batch;

import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import java.util.List;

/**
 * What became of the rows of a batch.
 *
 * @param written records that the destination wrote, each with its differences
 * @param filled records of which nothing was left to write, as each of their fields has a value
 * @param rejects rows that were not written
 * @param inDoubt records of a request that may have been carried out
 * @param notSent records that were certainly not written
 * @param failure why sending ended before every record was settled, or null
 * @param causeOfAll the message with which every single record was refused, or null: the cause is
 *     not in the rows then, and they are {@code notSent}
 */
public record Verdict(
    List<Receipt.Written> written,
    List<Record> filled,
    List<RowReject> rejects,
    long inDoubt,
    long notSent,
    RuntimeException failure,
    String causeOfAll) {
  public Verdict {
    written = List.copyOf(written);
    filled = List.copyOf(filled);
    rejects = List.copyOf(rejects);
  }

  public long confirmed() {
    return rows(true);
  }

  public long differs() {
    return rows(false);
  }

  private long rows(boolean asSent) {
    return written.stream()
        .filter(row -> row.differences().isEmpty() == asSent)
        .mapToLong(row -> row.record().rows())
        .sum();
  }
}
