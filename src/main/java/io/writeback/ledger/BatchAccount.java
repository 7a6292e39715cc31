package io.writeback.ledger;

import io.writeback.rows.Tally;
import java.util.List;

/**
 * What became of every row of a batch; written in one transaction.
 *
 * @param requests requests made, each try counted
 * @param recordsSent records in those requests, each time counted
 * @param bytes bytes in those requests
 * @param created those of the written ones that are new
 * @param prepared those whose objects were prepared
 * @param marks what is no longer in doubt
 * @param unanswered whether one of them went unanswered, and may still be carried out
 */
public record BatchAccount(
    BatchIntent intent,
    long confirmed,
    long differs,
    long inDoubt,
    long notSent,
    List<RejectEntry> rejects,
    List<DifferenceEntry> differences,
    List<CreatedEntry> created,
    List<PreparedObject> prepared,
    CreateMarks marks,
    int requests,
    long recordsSent,
    long bytes,
    boolean unanswered) {
  /** One of a batch that has created nothing. */
  public BatchAccount(
      BatchIntent intent,
      long confirmed,
      long differs,
      long inDoubt,
      long notSent,
      List<RejectEntry> rejects,
      List<DifferenceEntry> differences,
      int requests,
      long recordsSent,
      long bytes,
      boolean unanswered) {
    this(
        intent,
        confirmed,
        differs,
        inDoubt,
        notSent,
        rejects,
        differences,
        List.of(),
        List.of(),
        CreateMarks.NONE,
        requests,
        recordsSent,
        bytes,
        unanswered);
  }

  public BatchAccount {
    created = List.copyOf(created);
    prepared = List.copyOf(prepared);
    rejects = List.copyOf(rejects);
    differences = List.copyOf(differences);
  }

  public Tally tally() {
    return new Tally(
        intent.rows(),
        confirmed,
        differs,
        intent.unchanged(),
        intent.superseded(),
        rejects.size(),
        inDoubt,
        notSent);
  }
}
