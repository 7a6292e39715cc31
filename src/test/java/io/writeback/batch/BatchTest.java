package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.Work;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.http.RetryPolicy;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");
  private static final RetryPolicy ONE_TRY =
      new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  private static final RetryPolicy TWO_TRIES =
      new RetryPolicy(2, 2, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** The intents of an earlier process. */
  private static ResumePoint.Open earlier(int records) {
    return new ResumePoint.Open(0, 1, records, Instant.parse("2026-03-01T02:00:00Z"), null);
  }

  /** A destination that can be read back, or one that cannot. */
  private static FakePlan plan(boolean readsBack) {
    return new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
      @Override
      public Optional<Exchange> readBack(List<Record> records, Instant since) {
        return readsBack ? Optional.of(write(new Work.Records(records))) : Optional.empty();
      }
    };
  }

  private static Batch batch(int records) {
    return batch(FakePlan.records(records), List.of(), plan(true), null);
  }

  private static Batch batch(
      List<Record> records, List<Record> apart, FakePlan plan, ResumePoint.Open earlier) {
    return batch(new FakeBook(), records, apart, plan, earlier);
  }

  private static Batch batch(
      FakeBook book,
      List<Record> records,
      List<Record> apart,
      FakePlan plan,
      ResumePoint.Open earlier) {
    Batch batch =
        new Batch(
            book,
            0,
            new Batch.Rows(1, records.size(), records, apart, List.of(), 0, 0),
            plan,
            new Work.Records(records),
            earlier,
            new Slots(1).slot(),
            delivered -> {});
    book.begin(batch);
    return batch;
  }

  private static Batch send(Batch batch) {
    assertThat(batch.next(NOW)).isInstanceOf(Step.Write.class);
    batch.send();
    return batch;
  }

  /** The records of the next request that writes. */
  private static List<Record> part(Batch batch) {
    return ((Step.Write) batch.next(NOW)).work().records();
  }

  /** The records that are read back next. */
  private static List<Record> asked(Batch batch) {
    return ((Step.ReadBack) batch.next(NOW)).records();
  }

  private static boolean isDone(Batch batch) {
    return batch.next(NOW) instanceof Step.Done;
  }

  /** The destination reports the same for every record that is read back. */
  private static void readBack(Batch batch, ReadBack.State state) {
    readBack(batch, record -> state);
  }

  private static void readBack(Batch batch, Function<Record, ReadBack.State> states) {
    Step.ReadBack question = (Step.ReadBack) batch.next(NOW);
    batch.send();
    batch.answered(
        new ReadBack(
            question.records().stream()
                .map(record -> new ReadBack.Entry(record, states.apply(record)))
                .toList()));
  }

  private static void lose(Batch batch) {
    assertThat(batch.failed(lost(), TWO_TRIES, new Random(1))).isPresent();
  }

  private static CallFailure lost() {
    return new CallFailure(Outcome.UNKNOWN, "lost");
  }

  /**
   * Answers every part; each record is refused with its own message, or accepted if it has none.
   */
  private static int answer(Batch batch, Function<Record, String> refusal, int most) {
    while (batch.requests() < most && batch.next(NOW) instanceof Step.Write write) {
      batch.send();
      List<Record> part = write.work().records();
      batch.answered(
          part.stream()
              .map(refusal)
              .filter(message -> message != null)
              .findFirst()
              .<Receipt>map(Receipt.Refused::new)
              .orElseGet(() -> FakePlan.taken(part)));
    }
    return batch.requests();
  }

  @Test
  void a_batch_that_is_taken_is_confirmed() {
    Batch batch = batch(100);
    answer(batch, record -> null, 10);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(100);
    assertThat(verdict.differs()).isZero();
    assertThat(verdict.rejects()).isEmpty();
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.notSent()).isZero();
    assertThat(verdict.failure()).isNull();
    assertThat(batch.requests()).isEqualTo(1);
    assertThat(batch.recordsSent()).isEqualTo(100);
    assertThat(batch.bytes()).isEqualTo(100 * 33 - 1);
  }

  @Test
  void a_refused_record_is_a_reject_in_the_words_of_the_destination() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() == 42 ? "no such status" : null, 50);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(99);
    assertThat(verdict.rejects())
        .containsExactly(
            new RowReject(42, String.format("%032x", 42), Code.ROW_REFUSED, "", "no such status"));
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.notSent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 99, 100})
  void a_cause_that_all_records_share_is_the_batches_and_none_of_them_is_a_reject(int records) {
    Batch batch = batch(records);
    int requests = answer(batch, record -> "no field \"x\" in " + record.key(), 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).startsWith("no field \"x\" in 0");
    assertThat(verdict.rejects()).isEmpty();
    assertThat(verdict.notSent()).isEqualTo(records);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.confirmed()).isZero();
    assertThat(requests).isLessThanOrEqualTo(2 * records + 2);
  }

  @Test
  void a_cause_of_all_that_names_no_record_is_found_in_little_more_than_a_request_a_record() {
    Batch batch = batch(100);
    int requests = answer(batch, record -> "APIModel V20_0 does not support field cost2", 1_000);

    assertThat(batch.verdict().causeOfAll())
        .isEqualTo("APIModel V20_0 does not support field cost2");
    assertThat(requests).isLessThanOrEqualTo(110);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void a_few_records_prove_nothing_about_a_cause_of_all(int records) {
    Batch batch = batch(records);
    answer(batch, record -> "no field \"x\"", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(records);
    assertThat(verdict.notSent()).isZero();
  }

  @Test
  void records_that_are_all_refused_for_reasons_of_their_own_are_rejects() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() % 2 == 0 ? "no such project" : "no such status", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(100);
  }

  @Test
  void records_whose_refusal_was_expected_prove_no_cause_of_all() {
    List<Record> records = FakePlan.records(100);
    Batch batch = batch(records, records, plan(true), null);
    int requests = answer(batch, record -> "no form with \"x\"", 1_000);

    assertThat(batch.verdict().causeOfAll()).isNull();
    assertThat(batch.verdict().rejects()).hasSize(100);
    assertThat(requests).isEqualTo(100);
  }

  @Test
  void one_record_that_is_taken_disproves_a_cause_of_all() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() == 100 ? null : "no field \"x\"", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(99);
    assertThat(verdict.confirmed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"THROTTLED", "UNREACHED", "UNAUTHORISED", "MISDIRECTED"})
  void a_first_request_that_was_certainly_not_carried_out_leaves_its_records_not_sent(
      Outcome outcome) {
    Batch batch = batch(100);
    fail(batch, outcome);

    Verdict verdict = batch.verdict();

    assertThat(verdict.notSent()).isEqualTo(100);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.failure()).isInstanceOf(CallFailure.class);
  }

  @Test
  void a_request_that_may_have_been_carried_out_leaves_its_records_in_doubt() {
    Batch batch = batch(100);
    fail(batch, Outcome.UNKNOWN);

    Verdict verdict = batch.verdict();

    assertThat(verdict.inDoubt()).isEqualTo(100);
    assertThat(verdict.notSent()).isZero();
  }

  @Test
  void a_lost_answer_stays_in_doubt_although_the_next_tries_never_arrived() {
    Batch batch = batch(100);
    send(batch);
    lose(batch);
    send(batch);
    assertThat(
            batch.failed(new CallFailure(Outcome.UNREACHED, "of a test"), TWO_TRIES, new Random(1)))
        .as("it was tried twice")
        .isEmpty();

    Verdict verdict = batch.verdict();

    assertThat(verdict.inDoubt()).isEqualTo(100);
    assertThat(batch.requests()).isEqualTo(2);
  }

  private static Batch leftByAnEarlierProcess(int records, boolean readsBack) {
    return batch(FakePlan.records(records), List.of(), plan(readsBack), earlier(records));
  }

  private static Batch lostAndThenRefused(int records, boolean readsBack, Receipt refusal) {
    Batch batch = batch(FakePlan.records(records), List.of(), plan(readsBack), null);
    send(batch);
    lose(batch);
    send(batch);
    batch.answered(refusal);
    return batch;
  }

  /** Refuses the record of a row by name, and accepts the others. */
  private static Receipt refusing(List<Record> records, long row) {
    return new Receipt.PerRecord(
        FakePlan.written(records.stream().filter(record -> record.row() != row).toList()),
        records.stream()
            .filter(record -> record.row() == row)
            .map(record -> new Receipt.Refusal(record, "no such status", "Status"))
            .toList());
  }

  @Test
  void an_answer_for_each_record_settles_the_batch_in_one_request() {
    List<Record> records = FakePlan.records(100);
    Batch batch = send(batch(records, List.of(), plan(true), null));

    batch.answered(refusing(records, 42));

    assertThat(isDone(batch)).isTrue();
    assertThat(batch.requests()).isEqualTo(1);
    assertThat(batch.verdict().confirmed()).isEqualTo(99);
    assertThat(batch.verdict().inDoubt()).isZero();
    assertThat(batch.verdict().rejects())
        .containsExactly(
            new RowReject(
                42, String.format("%032x", 42), Code.ROW_REFUSED, "Status", "no such status"));
  }

  @Test
  void a_record_refused_by_name_after_a_lost_answer_is_read_back_and_the_others_are_confirmed() {
    List<Record> records = FakePlan.records(100);
    Batch batch = send(batch(records, List.of(), plan(true), null));
    lose(batch);
    send(batch);

    batch.answered(refusing(records, 42));

    assertThat(asked(batch)).extracting(Record::row).containsExactly(42L);
    readBack(batch, ReadBack.State.HOLDS);
    assertThat(isDone(batch)).isTrue();
    assertThat(batch.verdict().confirmed()).isEqualTo(100);
    assertThat(batch.verdict().rejects()).isEmpty();
  }

  @Test
  void an_answer_that_leaves_a_record_out_is_no_answer_for_each() {
    List<Record> records = FakePlan.records(3);
    Batch batch = send(batch(records, List.of(), plan(true), null));
    Receipt two = refusing(records.subList(0, 2), 1);

    assertThatThrownBy(() -> batch.answered(two))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("3 records were sent, but 2 answers were read");
  }

  @Test
  void a_refusal_after_a_lost_answer_is_believed_only_once_the_destination_was_asked() {
    Batch batch = lostAndThenRefused(100, true, new Receipt.Refused("the project is complete"));
    assertThat(asked(batch)).as("nothing is searched yet").hasSize(100);

    readBack(batch, ReadBack.State.HOLDS);

    assertThat(isDone(batch)).isTrue();
    assertThat(batch.verdict().confirmed()).isEqualTo(100);
    assertThat(batch.verdict().rejects()).isEmpty();
    assertThat(batch.wasUnanswered()).as("it may come once more").isTrue();
  }

  @Test
  void what_the_lost_try_did_not_write_is_sent_again_and_its_refusal_is_believed_then() {
    Batch batch = lostAndThenRefused(5, true, new Receipt.RolledBack("no such status", ""));
    readBack(batch, ReadBack.State.OTHER_VALUES);
    assertThat(part(batch)).hasSize(5);

    answer(batch, record -> "no such status", 50);

    assertThat(batch.verdict().rejects())
        .hasSize(5)
        .allSatisfy(reject -> assertThat(reject.reason()).isEqualTo("no such status"));
  }

  @Test
  void where_nothing_can_be_asked_a_refusal_after_a_lost_answer_says_that_it_may_be_written() {
    Batch batch = lostAndThenRefused(5, false, new Receipt.Refused("no such status"));

    answer(batch, record -> "no such status", 50);

    assertThat(batch.verdict().rejects())
        .hasSize(5)
        .allSatisfy(reject -> assertThat(reject.reason()).contains("may have written it"));
  }

  @Test
  void a_cause_of_all_after_a_lost_answer_that_nobody_can_tell_of_leaves_the_records_in_doubt() {
    Batch batch = lostAndThenRefused(20, false, new Receipt.Refused("no such status"));

    answer(batch, record -> "no such status", 100);

    assertThat(batch.verdict().causeOfAll()).isEqualTo("no such status");
    assertThat(batch.verdict().inDoubt()).isEqualTo(20);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void what_an_earlier_process_left_is_in_doubt_until_it_is_settled() {
    Batch batch = leftByAnEarlierProcess(100, false);
    assertThat(batch.verdict().inDoubt()).isEqualTo(100);

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().inDoubt()).as("the destination could not be asked").isEqualTo(100);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void what_the_destination_tells_of_an_earlier_process_is_doubtful_no_more() {
    Batch batch = leftByAnEarlierProcess(100, true);
    assertThat(asked(batch)).hasSize(100);
    assertThat(asked(batch)).as("the question itself may fail, and comes again").hasSize(100);
    readBack(
        batch, record -> record.row() <= 60 ? ReadBack.State.HOLDS : ReadBack.State.OTHER_VALUES);
    assertThat(part(batch)).hasSize(40);

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().confirmed()).isEqualTo(60);
    assertThat(batch.verdict().notSent()).isEqualTo(40);
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void what_the_destination_was_not_asked_about_stays_in_doubt() {
    Batch batch = batch(100);
    send(batch);
    batch.answered(new Receipt.Refused("one of them is wrong"));
    send(batch);
    lose(batch);
    send(batch);
    batch.answered(new Receipt.Refused("one of them is wrong"));
    assertThat(asked(batch)).hasSize(50);
    readBack(batch, ReadBack.State.HOLDS);

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().confirmed()).isEqualTo(50);
    assertThat(batch.verdict().inDoubt())
        .as("the first request may have written some")
        .isEqualTo(50);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void a_question_that_fails_makes_no_write_doubtful() {
    Batch batch = leftByAnEarlierProcess(100, true);
    assertThat(asked(batch)).hasSize(100);
    batch.send();
    lose(batch);
    readBack(batch, ReadBack.State.OTHER_VALUES);

    assertThat(batch.wasUnanswered()).isFalse();
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void a_group_that_is_searched_is_not_tried_again_for_the_same_words_and_one_record_alone_is() {
    CallFailure words = new CallFailure(Outcome.UNKNOWN, "500").withRefusal("Whoops");
    Batch batch = send(batch(4));
    assertThat(batch.failed(words, TWO_TRIES, new Random(1))).as("nothing was refused").isPresent();
    send(batch);
    assertThat(batch.failed(words, TWO_TRIES, new Random(1))).as("a refusal then").isEmpty();

    assertThat(part(send(batch))).hasSize(2);
    assertThat(batch.failed(words, TWO_TRIES, new Random(1))).as("the search is the try").isEmpty();
    assertThat(part(send(batch))).hasSize(1);
    assertThat(batch.failed(words, TWO_TRIES, new Random(1))).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "UNREACHED", "UNKNOWN", "UNAUTHORISED"})
  void a_destination_that_may_say_later_what_it_holds_is_asked_again_before_anything_is_overwritten(
      Outcome outcome) {
    Batch batch = leftByAnEarlierProcess(100, true);
    batch.next(NOW);

    assertThat(batch.continuesWithout(new CallFailure(outcome, "not now"))).isFalse();
    assertThat(asked(batch)).hasSize(100);
  }

  @Test
  void a_destination_that_refuses_the_login_gets_nothing() {
    Batch batch = leftByAnEarlierProcess(100, true);
    batch.next(NOW);

    assertThat(batch.continuesWithout(new WritebackException(Code.DESTINATION_LOGIN, "no")))
        .isFalse();
  }

  @Test
  void a_destination_that_refuses_to_say_what_it_holds_gets_the_batch_again() {
    Batch batch = leftByAnEarlierProcess(100, true);
    batch.next(NOW);

    assertThat(batch.continuesWithout(new CallFailure(Outcome.REFUSED, "no right to read")))
        .isTrue();
    assertThat(part(batch)).hasSize(100);
    assertThat(batch.verdict().inDoubt()).isEqualTo(100);
  }

  @Test
  void a_question_that_is_answered_with_an_errors_words_at_every_try_is_not_asked_for_ever() {
    Batch batch = leftByAnEarlierProcess(2, true);
    CallFailure words = new CallFailure(Outcome.UNKNOWN, "500").withRefusal("Whoops");
    batch.next(NOW);
    batch.send();

    assertThat(batch.failed(words, ONE_TRY, new Random(1))).isEmpty();

    assertThat(part(batch)).hasSize(1);
  }

  @Test
  void a_write_that_fails_is_never_continued_without() {
    Batch batch = send(batch(1));

    assertThat(batch.continuesWithout(new CallFailure(Outcome.REFUSED, "no"))).isFalse();
  }

  @Test
  void nothing_is_left_to_do_once_the_run_is_stopped() {
    AtomicBoolean stopped = new AtomicBoolean();
    Batch batch =
        new Batch(
            new FakeBook(stopped::get),
            0,
            new Batch.Rows(1, 1, FakePlan.records(1), List.of(), List.of(), 0, 0),
            plan(true),
            new Work.Records(FakePlan.records(1)),
            null,
            new Slots(1).slot(),
            delivered -> {});
    assertThat(batch.next(NOW)).isInstanceOf(Step.Write.class);

    stopped.set(true);

    assertThat(isDone(batch)).isTrue();
    assertThat(batch.isUnfinished()).isTrue();
    assertThatThrownBy(batch::send).hasMessageContaining("nothing is to be sent");
  }

  @Test
  void nothing_is_written_without_an_intent() {
    Batch batch =
        new Batch(
            new FakeBook(),
            0,
            new Batch.Rows(1, 1, FakePlan.records(1), List.of(), List.of(), 0, 0),
            plan(true),
            new Work.Records(FakePlan.records(1)),
            null,
            new Slots(1).slot(),
            delivered -> {});
    batch.next(NOW);

    assertThatThrownBy(batch::send).hasMessageContaining("has no intent");
    assertThat(batch.requests()).isZero();
  }

  @Test
  void what_is_pending_is_polled_until_it_is_over() {
    FakePlan plan =
        new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
          @Override
          public Exchange poll(Work work, URI operation, Instant since) {
            return write(work);
          }
        };
    Batch batch = send(batch(FakePlan.records(2), List.of(), plan, null));
    batch.answered(new Receipt.Pending(URI.create("fake:op"), Duration.ofMinutes(1)));

    Instant now = Instant.now();
    assertThat(((Step.Poll) batch.next(now)).after()).isPositive();
    assertThat(((Step.Poll) batch.next(now.plusSeconds(61))).after()).isZero();
    batch.send();
    batch.answered(FakePlan.taken(batch.rows().records()));

    assertThat(isDone(batch)).isTrue();
    assertThat(batch.requests()).as("a poll writes nothing").isEqualTo(1);
    assertThat(batch.verdict().confirmed()).isEqualTo(2);
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void what_the_destination_has_accepted_is_asked_about_for_ten_seconds_after_the_run_is_stopped() {
    AtomicBoolean stopped = new AtomicBoolean();
    Batch batch = pending(new FakeBook(stopped::get), Duration.ofSeconds(9));

    stopped.set(true);

    Instant now = Instant.now();
    assertThat(((Step.Poll) batch.next(now)).after()).isPositive();
    batch.next(now.plusSeconds(9));
    batch.send();
    batch.answered(new Receipt.Pending(URI.create("fake:op"), Duration.ofMinutes(1)));
    assertThat(batch.next(now.plusSeconds(9))).as("too far away").isInstanceOf(Step.Done.class);
    assertThat(batch.verdict().inDoubt()).isEqualTo(2);
  }

  @Test
  void the_last_question_that_confirms_the_rows_of_a_stopped_run_leaves_none_in_doubt() {
    AtomicBoolean stopped = new AtomicBoolean();
    Batch batch = pending(new FakeBook(stopped::get), Duration.ZERO);

    stopped.set(true);
    assertThat(batch.next(Instant.now())).isInstanceOf(Step.Poll.class);
    batch.send();
    batch.answered(FakePlan.taken(batch.rows().records()));

    assertThat(isDone(batch)).isTrue();
    assertThat(batch.verdict().confirmed()).isEqualTo(2);
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void a_run_that_is_resumed_later_does_not_wait_for_the_time_of_a_question() {
    AtomicBoolean stopped = new AtomicBoolean();
    FakeBook book =
        new FakeBook(stopped::get) {
          @Override
          public boolean isToResume() {
            return true;
          }
        };
    Batch waits = pending(book, Duration.ofSeconds(9));
    Batch due = pending(book, Duration.ZERO);

    stopped.set(true);

    assertThat(waits.next(Instant.now())).isInstanceOf(Step.Done.class);
    assertThat(due.next(Instant.now())).isInstanceOf(Step.Poll.class);
  }

  /** Sent and accepted; what became of it may be asked after some time. */
  private Batch pending(FakeBook book, Duration after) {
    FakePlan plan =
        new FakePlan(FakePlan.HUNDRED, FakePlan::taken) {
          @Override
          public Exchange poll(Work work, URI operation, Instant since) {
            return write(work);
          }
        };
    Batch batch = send(batch(book, FakePlan.records(2), List.of(), plan, null));
    batch.answered(new Receipt.Pending(URI.create("fake:op"), after));
    return batch;
  }

  @Test
  void a_search_that_is_broken_off_leaves_in_doubt_what_a_refused_request_may_have_written() {
    Batch batch = batch(100);
    send(batch);
    batch.answered(new Receipt.Refused("one of them is wrong"));
    List<Record> half = part(batch);
    send(batch);
    batch.answered(FakePlan.taken(half));
    fail(batch, Outcome.UNREACHED);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(50);
    assertThat(verdict.inDoubt()).isEqualTo(50);
    assertThat(verdict.notSent()).isZero();
    assertThat(verdict.rejects()).isEmpty();
  }

  @Test
  void a_batch_that_was_never_sent_is_not_in_doubt() {
    Verdict verdict = batch(100).verdict();

    assertThat(verdict.notSent()).isEqualTo(100);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.failure()).isNull();
  }

  @Test
  void a_batch_that_is_given_up_has_no_part_left() {
    Batch batch = batch(100);
    assertThat(isDone(batch)).isFalse();

    fail(batch, Outcome.UNREACHED);

    assertThat(isDone(batch)).isTrue();
  }

  @Test
  void every_try_of_a_part_sends_the_same_request() {
    Batch batch = batch(100);
    batch.next(NOW);
    byte[] first = batch.send().bytes();
    lose(batch);

    assertThat(batch.send().bytes()).isSameAs(first);
  }

  @Test
  void a_batch_that_is_released_twice_gives_one_place_back() {
    AtomicInteger released = new AtomicInteger();
    Batch batch =
        new Batch(
            new FakeBook(),
            0,
            new Batch.Rows(1, 1, FakePlan.records(1), List.of(), List.of(), 0, 0),
            plan(true),
            new Work.Records(FakePlan.records(1)),
            null,
            new Slots(1).slot(),
            delivered -> released.incrementAndGet());
    batch.release();
    batch.release();

    assertThat(released).hasValue(1);
  }

  @Test
  void rows_that_do_not_add_up_make_no_batch() {
    assertThatThrownBy(() -> new Batch.Rows(1, 3, FakePlan.records(2), List.of(), List.of(), 0, 0))
        .hasMessage("rows 1 to 3 do not add up");
  }

  private static void fail(Batch batch, Outcome outcome) {
    CallFailure failure = new CallFailure(outcome, "of a test");
    send(batch);
    assertThat(batch.failed(failure, ONE_TRY, new Random(1))).isEmpty();
  }
}
