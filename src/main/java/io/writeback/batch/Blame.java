package io.writeback.batch;

import io.writeback.destination.Plan;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;
import java.util.List;
import java.util.Set;

/** Whether records that were refused alone are to blame, or something that all of them share. */
final class Blame {
  /** Smaller batches than this prove nothing about a cause that all records share. */
  private static final int TELLING_RECORDS = 10;

  private final List<Record> records;
  private final Set<Record> apart;
  private final Plan plan;

  /**
   * @param rows of the batch
   */
  Blame(Batch.Rows rows, Plan plan) {
    this.apart = Bisection.identities(rows.apart());
    this.records = rows.records().stream().filter(record -> !apart.contains(record)).toList();
    this.plan = plan;
  }

  /**
   * The message that every record was refused with, or every record that carries the one field that
   * the message is about: the cause is not in the rows then. Null if there is none. A record whose
   * refusal was expected has a cause of its own, and proves nothing about the others.
   */
  String causeOfAll(Bisection search) {
    List<Bisection.Culprit> culprits =
        search.culprits().stream().filter(culprit -> !apart.contains(culprit.record())).toList();
    if (culprits.size() < TELLING_RECORDS || culprits.size() < concerned(culprits.get(0))) {
      return null;
    }
    String column = culprits.get(0).column();
    return Bisection.sharedCause(culprits)
        .map(words -> column.isEmpty() ? words : "column \"" + column + "\": " + words)
        .orElse(null);
  }

  /** How many records of the batch a refusal may be about. */
  private long concerned(Bisection.Culprit culprit) {
    return plan.columns().mapping().stream()
        .filter(mapped -> !culprit.column().isEmpty() && mapped.column().equals(culprit.column()))
        .findFirst()
        .map(
            mapped ->
                records.stream()
                    .filter(record -> record.fields().containsKey(mapped.field()))
                    .count())
        .orElse((long) records.size());
  }

  /**
   * The row of a record that was refused alone.
   *
   * @param remark what has to be said beside the destination's own words; may be ""
   */
  static RowReject reject(Bisection.Culprit culprit, String remark) {
    return new RowReject(
        culprit.record().row(),
        culprit.record().key(),
        Code.ROW_REFUSED,
        culprit.column(),
        culprit.message() + remark);
  }
}
