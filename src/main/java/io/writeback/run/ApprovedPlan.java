package io.writeback.run;

import io.writeback.dataset.Row;
import io.writeback.destination.DelegatingPlan;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.Work;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A plan that sends the changes which a person has approved, and nothing else: each record only has
 * the fields that were shown, and is written only where the destination still holds in all of them
 * what was shown as well.
 *
 * <p>Its mapper is asked in ascending order of rows.
 */
class ApprovedPlan extends DelegatingPlan {
  private static final int SHOWN = 100;

  private final ApprovedRows rows;

  ApprovedPlan(Plan plan, ApprovedRows rows) {
    super(plan);
    this.rows = rows;
  }

  @Override
  public RowMapper mapper() {
    RowMapper mapper = plan.mapper();
    return new RowMapper() {
      @Override
      public Optional<String> key(Row row) {
        return mapper.key(row);
      }

      @Override
      public boolean isOnlyKey(Row row) {
        return mapper.isOnlyKey(row);
      }

      @Override
      public boolean isMatched(Row row) {
        return mapper.isMatched(row);
      }

      @Override
      public Mapped map(Row row) {
        return rows.of(row);
      }
    };
  }

  /** What became of records and what they may be written over are one question here. */
  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    if (records.get(0).isCreate()) {
      return plan.readBack(records, since);
    }
    Exchange look = plan.look(records).orElseThrow();
    return Optional.of(
        new Exchange(
            look.request(), (sent, answer) -> judged((Held) look.read(sent, answer), records)));
  }

  private ReadBack judged(Held held, List<Record> records) {
    List<ReadBack.Entry> entries = new ArrayList<>();
    Map<Long, Record> byRow = new HashMap<>();
    records.forEach(record -> byRow.put(record.row(), record));
    for (Held.Entry entry : held.entries()) {
      entries.add(judged(byRow.get(entry.record().row()), entry));
    }
    return new ReadBack(entries);
  }

  private ReadBack.Entry judged(Record record, Held.Entry entry) {
    if (!entry.found()) {
      return plan instanceof GonePlan gone && gone.takes(record)
          ? new ReadBack.Entry(record, ReadBack.State.HOLDS)
          : new ReadBack.Entry(
              record, ReadBack.State.CHANGED, "it is not there any more, or not visible");
    }
    boolean holds = true;
    List<String> changed = new ArrayList<>();
    for (Held.Cell cell : entry.cells()) {
      Object expected = record.expected().get(cell.field());
      Object wanted = record.fields().get(cell.field());
      if (cell instanceof Held.Unreadable unreadable) {
        holds = false;
        changed.add("%s cannot be read now (%s)".formatted(cell.field(), unreadable.why()));
      } else if (cell instanceof Held.Value now && !now.equal()) {
        holds = false;
        if (!isSame(now.before(), expected)) {
          changed.add(
              "%s is %s now; it was %s when the plan was made, which changes it to %s"
                  .formatted(cell.field(), shown(now.before()), shown(expected), shown(wanted)));
        }
      }
    }
    return changed.isEmpty()
        ? new ReadBack.Entry(record, holds ? ReadBack.State.HOLDS : ReadBack.State.OTHER_VALUES)
        : new ReadBack.Entry(record, ReadBack.State.CHANGED, String.join("; ", changed));
  }

  /** Whether two looks at a field found the same, whatever each made of one without a value. */
  static boolean isSame(Object held, Object expected) {
    return Objects.equals(held, expected)
        || isBlank(held) && isBlank(expected)
        || held instanceof Number
            && expected instanceof Number
            && number(held).compareTo(number(expected)) == 0;
  }

  private static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  private static boolean isBlank(Object value) {
    return value == null || value.equals("") || value.equals(List.of());
  }

  /** A value in a sentence. */
  static String shown(Object value) {
    if (isBlank(value)) {
      return "blank";
    }
    String text = value.toString();
    return "\"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "\"";
  }

  /** What a run changes beside its rows is approved as they are. */
  @Override
  public int cleanups() {
    return plan.besides();
  }

  @Override
  public Work.Cleanup cleanup(int number) {
    List<Record> records = new ArrayList<>();
    for (Record record : plan.beside(number)) {
      rows.beside(record).ifPresent(records::add);
    }
    return new Work.Cleanup(number, records);
  }
}
