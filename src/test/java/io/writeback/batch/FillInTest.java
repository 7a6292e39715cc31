package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Difference;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Held;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.problem.Code;
import io.writeback.rows.Digest;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which fields of a record are written that are only filled in. */
final class FillInTest {
  private static final Record RECORD =
      new Record(7, "key", Map.of("value", "ours", "note", "n"), 10)
          .ofRules(Digest.NONE, Set.of("value"));

  private static final Record ONLY =
      new Record(7, "key", Map.of("value", "ours"), 10).ofRules(Digest.NONE, Set.of("value"));

  private final Map<Record, Record> left = new IdentityHashMap<>();

  private FillIn answered(boolean resumed, Record record, Held.Entry entry) {
    FillIn fillIn = new FillIn(new LookedAt(), List.of(record), resumed);
    assertThat(fillIn.isOver()).isFalse();
    fillIn.answered(new Held(List.of(entry)), left);
    assertThat(fillIn.isOver()).isTrue();
    return fillIn;
  }

  private static final class LookedAt extends FakePlan {
    LookedAt() {
      super(HUNDRED, FakePlan::taken);
    }

    @Override
    public int mostLookedAt() {
      return 100;
    }
  }

  private static Held.Entry holding(Record record, Object value, boolean equal) {
    return new Held.Entry(
        record,
        true,
        List.of(new Held.Value("value", value, equal), new Held.Value("note", "x", false)));
  }

  @Test
  void a_record_without_such_fields_is_not_looked_at() {
    assertThat(new FillIn(new LookedAt(), FakePlan.records(3), false).isOver()).isTrue();
  }

  @Test
  void a_field_without_a_value_is_written() {
    answered(false, RECORD, holding(RECORD, "", false));

    assertThat(left.get(RECORD).fields()).containsOnlyKeys("value", "note");
  }

  @Test
  void a_field_with_a_value_is_not_written_and_the_receipt_is_that_of_the_row() {
    FillIn fillIn = answered(false, RECORD, holding(RECORD, "theirs", false));
    Record written = left.get(RECORD);

    assertThat(written.fields()).containsOnlyKeys("note");
    assertThat(
            fillIn
                .ofRow(new Receipt.Written(written, List.of(new Difference("note", "n", "m"))))
                .record())
        .isSameAs(RECORD);
  }

  @Test
  void of_a_batch_that_may_have_been_sent_what_holds_its_value_is_read_back() {
    answered(true, RECORD, holding(RECORD, "ours", true));

    assertThat(left.get(RECORD).fields()).containsOnlyKeys("value", "note");
  }

  @Test
  void a_record_of_which_nothing_is_left_is_filled() {
    FillIn fillIn = answered(false, ONLY, holding(ONLY, "ours", true));

    assertThat(left).containsKey(ONLY).doesNotContainValue(ONLY);
    assertThat(fillIn.filled()).containsExactly(ONLY);
  }

  @Test
  void what_cannot_be_read_is_not_overwritten_but_rejected() {
    FillIn fillIn =
        answered(
            false,
            RECORD,
            new Held.Entry(RECORD, true, List.of(new Held.Unreadable("value", "it is secret"))));

    assertThat(left.get(RECORD)).isNull();
    assertThat(fillIn.rejects())
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.code()).isEqualTo(Code.FILL_UNREADABLE);
              assertThat(reject.reason()).contains("it is secret");
            });
  }

  @Test
  void an_object_that_is_not_there_gets_none_of_them() {
    FillIn rest = answered(false, RECORD, Held.Entry.gone(RECORD));
    assertThat(left.get(RECORD).fields()).containsOnlyKeys("note");
    assertThat(rest.rejects()).isEmpty();

    FillIn nothing = answered(false, ONLY, Held.Entry.gone(ONLY));
    assertThat(nothing.rejects()).extracting(RowReject::row).containsExactly(7L);
  }
}
