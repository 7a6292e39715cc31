package io.writeback.run;

import io.writeback.destination.Exchange;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The plan of a run that no person has to approve: its rows are sent as always, and the objects
 * whose rows are gone as those of an approved plan are, where they hold what was found.
 */
final class SentGone extends ApprovedPlan {
  SentGone(GonePlan plan, ApprovedRows rows) {
    super(plan, rows);
  }

  @Override
  public RowMapper mapper() {
    return plan.mapper();
  }

  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    return records.stream().anyMatch(Record::isConditional)
        ? super.readBack(records, since)
        : plan.readBack(records, since);
  }
}
