package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Held;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a batch overwrites is looked at, and is on disk, before anything of it is written. */
class KeptBeforeBatchTest {
  private static final Instant NOW = Instant.parse("2026-11-30T06:00:00Z");
  private static final RetryPolicy THREE_TRIES =
      new RetryPolicy(3, 3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(10));
  private static final List<Record> RECORDS = FakePlan.records(8);

  private final List<String> order = new ArrayList<>();
  private RuntimeException unkept;
  private int besides;

  private Batch batch(int mostLookedAt, ResumePoint.Open earlier) {
    return batch(0, mostLookedAt, earlier);
  }

  private Batch batch(int number, int mostLookedAt, ResumePoint.Open earlier) {
    FakePlan plan =
        new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
          @Override
          public Optional<Exchange> look(List<Record> records) {
            return Optional.of(question());
          }

          @Override
          public Optional<Exchange> readBack(List<Record> records, Instant since) {
            return Optional.of(question());
          }

          @Override
          public int mostLookedAt() {
            return mostLookedAt;
          }

          @Override
          public int besides() {
            return besides;
          }

          @Override
          public List<Record> beside(int part) {
            return List.of(FakePlan.record(100 + part, "beside", "something"));
          }
        };
    FakeBook book =
        new FakeBook() {
          @Override
          public void begin(Batch batch) {
            batch.intended(() -> order.add("intent"));
          }

          @Override
          public boolean keepsBefore() {
            return true;
          }

          @Override
          public void before(Batch batch, Held held) {
            if (unkept != null) {
              throw unkept;
            }
            order.add("kept " + held.entries().size());
          }
        };
    Batch batch =
        new Batch(
            book,
            number,
            new Batch.Rows(1, RECORDS.size(), RECORDS, List.of(), List.of(), 0, 0),
            plan,
            new Work.Records(RECORDS),
            earlier,
            new Slots(1).slot(),
            delivered -> {});
    if (earlier == null) {
      book.begin(batch);
    }
    return batch;
  }

  private static Exchange question() {
    return new Exchange(
        HttpRequest.get(URI.create("https://fake.example/"), "application/json"),
        (sent, answer) -> {
          throw new AssertionError("the test answers itself");
        });
  }

  private static CallFailure failure(Outcome outcome) {
    return new CallFailure(outcome, "a failure of the test");
  }

  private static Held held(List<Record> records) {
    return new Held(
        records.stream()
            .map(
                record ->
                    new Held.Entry(
                        record, true, List.of(new Held.Value("value", "as before", false))))
            .toList());
  }

  /** Sends the step, and answers it well. */
  private void pass(Batch batch) {
    batch.send();
    order.add(batch.step().getClass().getSimpleName());
    if (batch.step() instanceof Step.Look look) {
      batch.answered(held(look.records()));
    } else if (batch.step() instanceof Step.Write write) {
      batch.answered(FakePlan.taken(write.work().records()));
    }
  }

  private void passAll(Batch batch) {
    while (!(batch.next(NOW) instanceof Step.Done)) {
      pass(batch);
    }
  }

  @Test
  void intent_then_look_then_what_is_kept_then_the_write() {
    Batch batch = batch(100, null);

    passAll(batch);

    assertThat(order).containsExactly("intent", "Look", "kept 8", "intent", "Write");
    assertThat(batch.requests()).isEqualTo(1);
    assertThat(batch.verdict().written()).hasSize(8);
  }

  @Test
  void each_question_has_no_more_records_than_the_destination_answers() {
    passAll(batch(3, null));

    assertThat(order)
        .filteredOn(step -> !step.equals("intent"))
        .containsExactly("Look", "kept 3", "Look", "kept 3", "Look", "kept 2", "Write");
  }

  @Test
  void the_first_batch_also_looks_at_what_the_run_changes_beside_its_rows() {
    besides = 2;

    passAll(batch(0, 100, null));
    passAll(batch(1, 100, null));

    assertThat(order)
        .filteredOn(step -> !step.equals("intent"))
        .containsExactly(
            "Look", "kept 8", "Look", "kept 1", "Look", "kept 1", "Write", "Look", "kept 8",
            "Write");
  }

  @Test
  void a_look_that_gets_no_answer_is_tried_again_and_in_the_end_nothing_is_written() {
    Batch batch = batch(100, null);
    batch.next(NOW);
    int tries = 0;
    boolean again = true;
    while (again) {
      batch.send();
      tries++;
      CallFailure lost = failure(Outcome.UNKNOWN).withRefusal("a server's words");
      assertThat(batch.continuesWithout(lost)).isFalse();
      again = batch.failed(lost, THREE_TRIES, new Random(1)).isPresent();
    }

    assertThat(tries).isEqualTo(3);
    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.requests()).isZero();
    assertThat(batch.verdict().rejects()).isEmpty();
    assertThat(batch.verdict().notSent()).isEqualTo(8);
  }

  @Test
  void where_a_look_is_refused_fewer_records_are_looked_at() {
    Batch batch = batch(100, null);
    List<Integer> asked = new ArrayList<>();

    while (batch.next(NOW) instanceof Step.Look look) {
      batch.send();
      asked.add(look.records().size());
      if (look.records().size() > 2) {
        assertThat(batch.continuesWithout(failure(Outcome.REFUSED))).isTrue();
      } else {
        batch.answered(held(look.records()));
      }
    }

    assertThat(asked).containsExactly(8, 4, 2, 2, 2, 2);
    assertThat(batch.step()).isInstanceOf(Step.Write.class);
  }

  @Test
  void nothing_is_written_where_a_look_at_one_record_is_refused() {
    Batch batch = batch(1, null);
    batch.next(NOW);
    batch.send();

    assertThat(batch.continuesWithout(failure(Outcome.REFUSED))).isFalse();
    assertThat(batch.failed(failure(Outcome.REFUSED), THREE_TRIES, new Random(1))).isEmpty();

    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.verdict().notSent()).isEqualTo(8);
  }

  @Test
  void nothing_is_written_where_what_is_held_cannot_be_kept() {
    Batch batch = batch(100, null);
    unkept = new WritebackException(Code.CHANGES_FILE, "the disk is full");
    batch.next(NOW);
    batch.send();

    try {
      batch.answered(held(RECORDS));
    } catch (WritebackException e) {
      assertThat(batch.continuesWithout(e)).isFalse();
      assertThat(batch.failed(e, THREE_TRIES, new Random(1))).isEmpty();
    }

    assertThat(batch.next(NOW)).isInstanceOf(Step.Done.class);
    assertThat(batch.verdict().failure()).isSameAs(unkept);
    assertThat(batch.verdict().notSent()).isEqualTo(8);
  }

  @Test
  void a_write_that_is_tried_again_and_parts_of_a_refused_batch_are_not_looked_at_again() {
    Batch batch = batch(100, null);
    batch.next(NOW);
    pass(batch);
    batch.next(NOW);
    batch.send();
    batch.failed(failure(Outcome.UNREACHED), THREE_TRIES, new Random(1));
    batch.send();
    batch.answered(new Receipt.Refused("no"));

    passAll(batch);

    assertThat(order).containsOnlyOnce("Look").containsOnlyOnce("kept 8");
    assertThat(batch.verdict().written()).hasSize(8);
  }

  @Test
  void of_a_batch_that_may_be_written_only_what_is_not_is_looked_at() {
    ResumePoint.Open earlier = new ResumePoint.Open(0, 1, RECORDS.size(), NOW, null);
    Batch batch = batch(100, earlier);

    batch.next(NOW);
    batch.send();
    batch.answered(
        new ReadBack(
            RECORDS.stream()
                .map(
                    record ->
                        new ReadBack.Entry(
                            record,
                            record.row() <= 5 ? ReadBack.State.HOLDS : ReadBack.State.OTHER_VALUES))
                .toList()));
    passAll(batch);

    assertThat(order).containsExactly("Look", "kept 3", "Write");
    assertThat(batch.verdict().written()).hasSize(8);
  }
}
