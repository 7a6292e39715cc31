package io.writeback.run;

import io.writeback.batch.Batch;
import io.writeback.batch.Verdict;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RefusalMessage;
import io.writeback.destination.RowReject;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.CreateMarks;
import io.writeback.ledger.CreatedEntry;
import io.writeback.ledger.DifferenceEntry;
import io.writeback.ledger.PreparedObject;
import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.WrittenRow;
import io.writeback.problem.Code;
import io.writeback.rows.SentKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the ledger records of a batch, before its first request and once it has a verdict. */
final class BatchAccounts {
  private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

  /** Of rejects with these codes the reason is ours, with the cell in quotes. */
  private static final Set<Code> OF_CELLS =
      EnumSet.of(Code.VALUE_INVALID, Code.RULE_VALUE, Code.RULE_FORMAT);

  private BatchAccounts() {}

  static BatchIntent intent(Batch batch) {
    Batch.Rows rows = batch.rows();
    return new BatchIntent(
        batch.book().runId(),
        batch.number(),
        rows.first(),
        rows.last(),
        rows.records().size(),
        rows.unchanged(),
        rows.superseded(),
        batch.place());
  }

  /**
   * The account of a batch.
   *
   * @param marks what is no longer in doubt
   * @param settled or does it stay open, so that its rows are mapped and looked at again
   */
  static BatchAccount account(Batch batch, Verdict verdict, CreateMarks marks, boolean settled) {
    return new BatchAccount(
        intent(batch).plusUnchanged(settled ? verdict.filled().size() : 0),
        verdict.confirmed(),
        verdict.differs(),
        verdict.inDoubt(),
        verdict.notSent(),
        verdict.rejects().stream().map(BatchAccounts::entry).toList(),
        verdict.written().stream().flatMap(BatchAccounts::entries).toList(),
        verdict.written().stream()
            .map(Receipt.Written::record)
            .filter(Record::isCreate)
            .map(record -> new CreatedEntry(record.row(), record.match(), record.key()))
            .toList(),
        batch.prepared().stream()
            .map(record -> new PreparedObject(record.row(), record.key()))
            .toList(),
        marks,
        batch.requests(),
        batch.recordsSent(),
        batch.bytes(),
        batch.wasUnanswered());
  }

  /** The rows that may close earlier rejects. */
  static List<WrittenRow> written(Verdict verdict) {
    return verdict.written().stream()
        .map(Receipt.Written::record)
        .map(record -> new WrittenRow(record.row(), record.key()))
        .toList();
  }

  /**
   * The keys of the records that the destination may hold now; empty if there are none.
   *
   * @param settled or is all of it sent again, so that nothing of it is certain yet
   */
  static byte[] keys(Batch batch, Verdict verdict, boolean settled) {
    List<SentKeys.Sent> sent = new ArrayList<>(verdict.written().size());
    for (Receipt.Written written : verdict.written()) {
      sent.add(sent(written.record(), settled));
    }
    if (verdict.inDoubt() > 0) {
      Set<Long> known = new HashSet<>();
      verdict.written().forEach(written -> known.add(written.record().row()));
      verdict.rejects().forEach(reject -> known.add(reject.row()));
      batch.rows().records().stream()
          .filter(record -> !known.contains(record.row()))
          .forEach(record -> sent.add(sent(record, false)));
    }
    sent.sort(Comparator.comparingLong(SentKeys.Sent::row));
    return sent.isEmpty() ? new byte[0] : SentKeys.of(sent);
  }

  private static SentKeys.Sent sent(Record record, boolean certain) {
    return new SentKeys.Sent(record.row(), record.key(), certain);
  }

  private static RejectEntry entry(RowReject reject) {
    return new RejectEntry(
        reject.row(), reject.key(), reject.code(), reject.column(), reject.reason(), cause(reject));
  }

  /** What rejects are grouped by: of our own words about a cell only the cell is taken out. */
  private static String cause(RowReject reject) {
    return OF_CELLS.contains(reject.code())
        ? QUOTED.matcher(reject.reason()).replaceAll("\"…\"")
        : RefusalMessage.mask(reject.reason());
  }

  private static Stream<DifferenceEntry> entries(Receipt.Written written) {
    return written.differences().stream()
        .map(
            difference ->
                new DifferenceEntry(
                    written.record().row(),
                    written.record().key(),
                    difference.field(),
                    difference.sent(),
                    difference.found()));
  }
}
