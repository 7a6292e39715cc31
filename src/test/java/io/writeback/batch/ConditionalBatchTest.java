package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.Code;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Records that are written only where the destination holds what is expected. */
class ConditionalBatchTest {
  private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");
  private static final RetryPolicy THREE_TRIES =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(10));
  private static final List<Record> RECORDS = records(4);

  private static List<Record> records(int count) {
    return FakePlan.records(count).stream()
        .map(record -> record.onlyIf(record.fields(), Map.of("value", "as before")))
        .toList();
  }

  private static Batch batch() {
    return batch(RECORDS);
  }

  private static Batch batch(List<Record> records) {
    FakePlan plan =
        new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
          @Override
          public Optional<Exchange> readBack(List<Record> doubtful, Instant since) {
            return Optional.of(
                new Exchange(
                    HttpRequest.get(URI.create("https://fake.example/"), "application/json"),
                    (sent, answer) -> {
                      throw new AssertionError("the test answers itself");
                    }));
          }
        };
    FakeBook book = new FakeBook();
    Batch batch =
        new Batch(
            book,
            0,
            new Batch.Rows(1, records.size(), records, List.of(), List.of(), 0, 0),
            plan,
            new Work.Records(records),
            null,
            new Slots(1).slot(),
            delivered -> {});
    book.begin(batch);
    return batch;
  }

  /** All are as is said; the next step has to be a look. */
  private static void look(Batch batch, ReadBack.State... states) {
    assertThat(batch.step()).isInstanceOf(Step.ReadBack.class);
    List<Record> asked = ((Step.ReadBack) batch.step()).records();
    batch.send();
    batch.answered(
        new ReadBack(
            asked.stream()
                .map(
                    record ->
                        new ReadBack.Entry(
                            record, states[(int) record.row() % states.length], "it was changed"))
                .toList()));
  }

  private static CallFailure failure(Outcome outcome) {
    return new CallFailure(outcome, "a failure of the test");
  }

  @Test
  void the_destination_is_looked_at_before_the_first_write() {
    Batch batch = batch();

    batch.next(NOW);
    look(batch, ReadBack.State.OTHER_VALUES);

    assertThat(batch.next(NOW)).isInstanceOf(Step.Write.class);
    assertThat(batch.requests()).isZero();
    batch.send();
    batch.answered(FakePlan.taken(RECORDS));
    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.verdict().written()).hasSize(4);
    assertThat(batch.requests()).isEqualTo(1);
  }

  @Test
  void what_was_changed_since_is_not_written_and_what_is_there_already_is_confirmed() {
    Batch batch = batch();

    batch.next(NOW);
    look(
        batch,
        ReadBack.State.OTHER_VALUES,
        ReadBack.State.CONFLICT,
        ReadBack.State.HOLDS,
        ReadBack.State.OTHER_VALUES);

    Step.Write write = (Step.Write) batch.next(NOW);
    assertThat(write.work().records()).extracting(Record::row).containsExactly(3L, 4L);
    batch.send();
    batch.answered(FakePlan.taken(write.work().records()));
    Verdict verdict = batch.verdict();
    assertThat(verdict.rejects())
        .extracting(reject -> reject.code())
        .containsExactly(Code.CONFLICT);
    assertThat(verdict.rejects().get(0).reason()).isEqualTo("it was changed");
    assertThat(verdict.written()).hasSize(3);
    assertThat(verdict.notSent() + verdict.inDoubt()).isZero();
  }

  @Test
  void a_field_that_is_left_as_it_is_differs_whether_the_record_is_written_or_holds_it_already() {
    Difference kept = new Difference("name", "wanted", "of a colleague");
    Batch batch = batch(RECORDS.stream().map(record -> record.keeping(List.of(kept))).toList());

    batch.next(NOW);
    look(batch, ReadBack.State.OTHER_VALUES, ReadBack.State.HOLDS);
    Step.Write write = (Step.Write) batch.next(NOW);
    batch.send();
    batch.answered(FakePlan.taken(write.work().records()));

    assertThat(write.work().records()).hasSize(2);
    assertThat(batch.verdict().written())
        .hasSize(4)
        .allMatch(written -> written.differences().equals(List.of(kept)));
    assertThat(batch.verdict().differs()).isEqualTo(4);
  }

  @Test
  void each_further_try_of_a_write_looks_again_first() {
    Batch batch = batch();
    batch.next(NOW);
    look(batch, ReadBack.State.OTHER_VALUES);
    batch.next(NOW);
    batch.send();

    assertThat(batch.failed(failure(Outcome.UNKNOWN), THREE_TRIES, new Random(1))).isPresent();
    batch.send();

    look(batch, ReadBack.State.CONFLICT);
    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.verdict().rejects()).hasSize(4);
    assertThat(batch.requests()).isEqualTo(1);
  }

  @Test
  void the_tries_of_a_write_are_counted_over_its_looks() {
    Batch batch = batch();
    batch.next(NOW);
    look(batch, ReadBack.State.OTHER_VALUES);
    int writes = 0;

    while (!(batch.next(NOW) instanceof Step.Done)) {
      if (batch.step() instanceof Step.ReadBack) {
        look(batch, ReadBack.State.OTHER_VALUES);
        continue;
      }
      batch.send();
      writes++;
      if (batch.failed(failure(Outcome.UNREACHED), THREE_TRIES, new Random(1)).isPresent()) {
        batch.send();
        look(batch, ReadBack.State.OTHER_VALUES);
      }
    }

    assertThat(writes).isEqualTo(3);
    assertThat(batch.verdict().notSent()).isEqualTo(4);
  }

  @Test
  void nothing_is_written_where_the_destination_does_not_say_what_it_holds() {
    Batch batch = batch();
    batch.next(NOW);
    batch.send();

    assertThat(batch.continuesWithout(failure(Outcome.REFUSED))).isFalse();
    assertThat(batch.failed(failure(Outcome.REFUSED), THREE_TRIES, new Random(1))).isEmpty();

    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.requests()).isZero();
    assertThat(batch.verdict().notSent()).isEqualTo(4);
  }

  @Test
  void each_part_of_a_refused_batch_is_looked_at_before_it_is_written() {
    Batch batch = batch();
    int looks = 0;
    int writes = 0;
    while (!(batch.next(NOW) instanceof Step.Done)) {
      if (batch.step() instanceof Step.ReadBack) {
        look(batch, ReadBack.State.OTHER_VALUES);
        looks++;
        continue;
      }
      List<Record> part = ((Step.Write) batch.step()).work().records();
      batch.send();
      batch.answered(
          part.stream().anyMatch(record -> record.row() == 2)
              ? new Receipt.Refused("no")
              : FakePlan.taken(part));
      writes++;
    }

    assertThat(looks).isEqualTo(writes).isGreaterThan(2);
    assertThat(batch.verdict().written()).hasSize(3);
    assertThat(batch.verdict().rejects()).hasSize(1);
  }
}
