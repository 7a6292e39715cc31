package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.dataset.Row;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.problem.Code;
import io.writeback.process.MemoryBudget;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class BatchAggregatorTest {
  private static final SkippedRows NONE = row -> false;

  private static Row row(long number, String key, String value) {
    return new Row(number, Arrays.asList(key, value));
  }

  private static Iterator<Row> rows(long count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(number -> row(number, "key " + number, "value"))
        .iterator();
  }

  private static BatchAggregator of(Iterator<Row> rows, Plan plan, SkippedRows skipped) {
    return new BatchAggregator(
        new FakeBook(), rows, plan, skipped, ResumePoint.BEGINNING, endless());
  }

  private static BatchAggregator of(Iterator<Row> rows, Plan plan, BooleanSupplier stopped) {
    return new BatchAggregator(
        new FakeBook(stopped), rows, plan, NONE, ResumePoint.BEGINNING, endless());
  }

  private static MemoryBudget endless() {
    return new MemoryBudget(Long.MAX_VALUE);
  }

  private static BatchAggregator batches(Iterator<Row> rows, BatchPolicy policy) {
    return of(rows, FakePlan.taking(policy), NONE);
  }

  /** Each batch leaves the pipeline before the next. */
  private static List<Batch.Rows> all(BatchAggregator batches) {
    List<Batch.Rows> all = new ArrayList<>();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      assertThat(batch.number()).isEqualTo(all.size());
      all.add(batch.rows());
      batch.release();
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({"0,''", "1,1", "99,99", "100,100", "101,100 1", "199,100 99", "200,100 100"})
  void cuts_rows_into_batches_of_a_hundred(int rows, String sizes) {
    List<Batch.Rows> batches = all(batches(rows(rows), FakePlan.HUNDRED));

    assertThat(String.join(" ", batches.stream().map(b -> "" + b.records().size()).toList()))
        .isEqualTo(sizes);
  }

  @Test
  void cuts_before_a_request_would_be_too_large_and_sends_a_larger_record_alone() {
    // The size of a record is that of its key and value together.
    Iterator<Row> rows =
        List.of(
                row(1, "a", "1234"),
                row(2, "b", "1234"),
                row(3, "c", "1"),
                row(4, "d", "a value of more than ten bytes"),
                row(5, "e", "1"),
                row(6, "f", null))
            .iterator();
    List<Batch.Rows> batches = all(batches(rows, FakePlan.policy(100, 10, 4)));

    assertThat(batches.stream().map(b -> b.records().stream().map(Record::row).toList()))
        .containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L));
    assertThat(batches.get(3).last()).isEqualTo(6);
  }

  @Test
  void rows_that_make_no_record_end_a_batch_too() {
    Iterator<Row> rows =
        LongStream.rangeClosed(1, 10_000)
            .mapToObj(number -> row(number, "key", "reject"))
            .iterator();
    List<Batch.Rows> batches = all(batches(rows, FakePlan.HUNDRED));

    assertThat(batches).hasSize(5).allSatisfy(b -> assertThat(b.rejects()).hasSize(2_000));
  }

  @Test
  void superseded_rows_end_a_batch_too() {
    List<Batch.Rows> batches =
        all(of(rows(300_000), FakePlan.taking(FakePlan.HUNDRED), row -> true));

    assertThat(batches).hasSize(3).allSatisfy(b -> assertThat(b.superseded()).isEqualTo(100_000));
  }

  @Test
  void unchanged_rows_end_a_batch_too() {
    Iterator<Row> rows =
        LongStream.rangeClosed(1, 300_000).mapToObj(number -> row(number, "key", null)).iterator();
    List<Batch.Rows> batches = all(batches(rows, FakePlan.HUNDRED));

    assertThat(batches).hasSize(3).allSatisfy(b -> assertThat(b.unchanged()).isEqualTo(100_000));
  }

  @Test
  void a_few_changed_rows_among_many_still_fill_their_batches() {
    SkippedRows skipped =
        new SkippedRows() {
          @Override
          public boolean isSuperseded(long row) {
            return false;
          }

          @Override
          public boolean isUnchanged(long row) {
            return row % 100 != 0;
          }
        };
    List<Batch.Rows> batches = all(of(rows(30_000), FakePlan.taking(FakePlan.HUNDRED), skipped));

    assertThat(batches).hasSize(3).allSatisfy(b -> assertThat(b.records()).hasSize(100));
  }

  @Test
  void a_record_that_was_confirmed_as_it_is_counts_as_unchanged() {
    SkippedRows skipped =
        new SkippedRows() {
          @Override
          public boolean isSuperseded(long row) {
            return false;
          }

          @Override
          public boolean isConfirmed(Record record) {
            return record.row() != 3;
          }
        };
    List<Batch.Rows> batches = all(of(rows(5), FakePlan.taking(FakePlan.HUNDRED), skipped));

    assertThat(batches)
        .singleElement()
        .satisfies(
            rows -> {
              assertThat(rows.records()).extracting(Record::row).containsExactly(3L);
              assertThat(rows.unchanged()).isEqualTo(4);
            });
  }

  private static List<Batch.Rows> allExpectingARefusalOfRowThree(BatchPolicy policy) {
    SkippedRows skipped =
        new SkippedRows() {
          @Override
          public boolean isSuperseded(long row) {
            return false;
          }

          @Override
          public boolean isRefusalExpected(long row) {
            return row == 3;
          }
        };
    return all(of(rows(5), FakePlan.taking(policy), skipped));
  }

  @Test
  void a_row_whose_refusal_is_expected_stays_in_its_batch_and_is_set_apart_there() {
    List<Batch.Rows> batches = allExpectingARefusalOfRowThree(FakePlan.HUNDRED);

    assertThat(batches)
        .singleElement()
        .satisfies(
            rows -> {
              assertThat(rows.records()).hasSize(5);
              assertThat(rows.apart()).containsExactly(rows.records().get(2));
            });
  }

  @Test
  void where_a_refused_request_is_not_searched_no_row_is_set_apart() {
    BatchPolicy whole = new BatchPolicy(100, 1_000_000, 4, -1, 1, 0, false);

    assertThat(allExpectingARefusalOfRowThree(whole))
        .singleElement()
        .satisfies(rows -> assertThat(rows.apart()).isEmpty());
  }

  @Test
  void accounts_for_every_row_of_any_mixture_once_and_without_a_gap() {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int count = random.nextInt(700);
      List<Row> rows = new ArrayList<>();
      Set<Long> superseded = new TreeSet<>();
      Set<Long> sendable = new TreeSet<>();
      for (long number = 1; number <= count; number++) {
        int kind = random.nextInt(5);
        String value = kind == 0 ? "reject" : kind == 1 ? null : "v".repeat(1 + random.nextInt(40));
        if (random.nextInt(6) == 0) {
          superseded.add(number);
        } else if (kind > 1) {
          sendable.add(number);
        }
        rows.add(row(number, "k" + number, value));
      }
      BatchPolicy policy =
          FakePlan.policy(1 + random.nextInt(30), 1 + random.nextInt(300), 1 + random.nextInt(4));
      List<Batch.Rows> batches =
          all(of(rows.iterator(), FakePlan.taking(policy), superseded::contains));

      SoftAssertions soft = new SoftAssertions();
      long next = 1;
      List<Long> sent = new ArrayList<>();
      for (Batch.Rows batch : batches) {
        soft.assertThat(batch.first()).as("seed %d", seed).isEqualTo(next);
        soft.assertThat(batch.records()).hasSizeLessThanOrEqualTo(policy.records());
        soft.assertThat(batch.rejects()).hasSizeLessThanOrEqualTo(20 * policy.records());
        soft.assertThat(batch.last() - batch.first()).isLessThan(1_000L * policy.records());
        soft.assertThat(
                batch.records().size() == 1
                    || batch.records().stream().mapToLong(Record::bytes).sum() <= policy.bytes())
            .as("seed %d: bytes of %s", seed, batch)
            .isTrue();
        batch.records().forEach(record -> sent.add(record.row()));
        next = batch.last() + 1;
      }
      soft.assertThat(next).as("seed %d", seed).isEqualTo(count + 1L);
      soft.assertThat(sent).as("seed %d", seed).containsExactlyElementsOf(sendable);
      soft.assertAll();
    }
  }

  @Test
  void rows_before_a_failure_still_go_out_and_the_failure_is_kept() {
    IllegalStateException broken = new IllegalStateException("the disk is gone");
    Iterator<Row> rows = failingAfter(150, broken);
    BatchAggregator batches = batches(rows, FakePlan.HUNDRED);

    assertThat(all(batches)).extracting(Batch.Rows::last).containsExactly(100L, 150L);
    assertThat(batches.failure()).containsSame(broken);
    assertThat(batches.hasNext()).isFalse();
  }

  private static Iterator<Row> failingAfter(long count, RuntimeException broken) {
    Iterator<Row> good = rows(count);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (!good.hasNext()) {
          throw broken;
        }
        return true;
      }

      @Override
      public Row next() {
        return good.next();
      }
    };
  }

  @Test
  void rows_before_a_fault_of_the_key_index_still_go_out_and_the_fault_is_kept() {
    IllegalStateException broken = new IllegalStateException("the index is gone");
    BatchAggregator batches =
        of(
            rows(200),
            FakePlan.taking(FakePlan.HUNDRED),
            row -> {
              if (row > 130) {
                throw broken;
              }
              return false;
            });

    assertThat(all(batches)).extracting(Batch.Rows::last).containsExactly(100L, 130L);
    assertThat(batches.failure()).containsSame(broken);
  }

  @Test
  void a_failure_at_the_first_row_makes_no_batch() {
    BatchAggregator batches =
        batches(failingAfter(0, new IllegalStateException("no file")), FakePlan.HUNDRED);

    assertThat(batches.hasNext()).isFalse();
    assertThat(batches.failure()).isPresent();
    assertThatThrownBy(batches::next).isInstanceOf(java.util.NoSuchElementException.class);
  }

  @Test
  void no_new_batch_begins_after_a_stop() {
    AtomicBoolean stopped = new AtomicBoolean();
    BatchAggregator batches = of(rows(300), FakePlan.taking(FakePlan.HUNDRED), stopped::get);
    Batch first = batches.next();
    stopped.set(true);
    first.release();

    assertThat(batches.hasNext()).isFalse();
    assertThat(batches.failure()).isEmpty();
  }

  @Test
  void the_first_batch_is_alone_and_then_one_more_begins_than_the_plan_allows_to_be_out()
      throws Exception {
    BatchAggregator batches = batches(rows(10), FakePlan.policy(1, 1_000, 3));
    Batch first = batches.next();
    CompletableFuture<Batch> second = waitingFor(batches);
    taken(first).release();
    assertThat(second.get(10, TimeUnit.SECONDS).number()).isEqualTo(1);
    batches.next();
    batches.next();
    batches.next();
    CompletableFuture<Batch> sixth = waitingFor(batches);
    second.get().release();

    assertThat(sixth.get(10, TimeUnit.SECONDS).number()).isEqualTo(5);
  }

  @Test
  void a_batch_that_is_released_twice_does_not_widen_the_limit() throws Exception {
    BatchAggregator batches = batches(rows(10), FakePlan.policy(1, 1_000, 2));
    Batch first = batches.next();
    taken(first).release();
    first.release();
    Batch second = batches.next();
    batches.next();
    batches.next();

    CompletableFuture<Batch> fifth = waitingFor(batches);
    second.release();
    assertThat(fifth.get(10, TimeUnit.SECONDS).number()).isEqualTo(4);
  }

  @Test
  void who_is_interrupted_while_waiting_for_a_place_gets_no_batch() {
    BatchAggregator batches = batches(rows(10), FakePlan.policy(1, 1_000, 2));
    batches.next();
    Thread.currentThread().interrupt();

    assertThatThrownBy(batches::next).isInstanceOf(java.util.NoSuchElementException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void a_cleanup_waits_for_a_batch_that_is_left_for_later() {
    Plan plan = withCleanup(FakePlan.taking(FakePlan.HUNDRED));
    BatchAggregator batches = of(rows(10), plan, NONE);
    taken(batches.next());

    batches.holdCleanups();

    assertThat(batches.hasNext()).isFalse();
  }

  @Test
  void a_cleanup_begins_only_when_no_batch_is_in_flight() {
    Plan plan = withCleanup(FakePlan.taking(FakePlan.HUNDRED));
    BatchAggregator batches = of(rows(10), plan, NONE);
    Batch last = taken(batches.next());
    assertThat(batches.hasNext()).isTrue();

    CompletableFuture<Batch> cleanup = waitingFor(batches);
    last.release();

    assertThat(cleanup)
        .succeedsWithin(Duration.ofSeconds(10))
        .matches(Batch::isCleanup, "the cleanup");
  }

  @Test
  void a_batch_that_was_promised_is_handed_out_although_the_run_is_stopped() {
    AtomicBoolean stopped = new AtomicBoolean();
    BatchAggregator batches = of(rows(300), FakePlan.taking(FakePlan.HUNDRED), stopped::get);
    assertThat(batches.hasNext()).isTrue();

    stopped.set(true);

    assertThat(batches.hasNext()).isTrue();
    taken(batches.next()).release();
    assertThat(batches.hasNext()).isFalse();
  }

  /** The same plan with one cleanup. */
  private static Plan withCleanup(Plan plan) {
    return (Plan)
        Proxy.newProxyInstance(
            Plan.class.getClassLoader(),
            new Class<?>[] {Plan.class},
            (proxy, method, arguments) ->
                method.getName().equals("cleanups") ? 1 : method.invoke(plan, arguments));
  }

  private static Batch taken(Batch batch) {
    batch.answered(FakePlan.taken(batch.rows().records()));
    return batch;
  }

  @Test
  void as_long_as_nothing_was_delivered_batches_go_one_by_one() throws Exception {
    BatchAggregator batches = batches(rows(10), FakePlan.policy(1, 1_000, 3));
    batches.next().release();
    Batch second = batches.next();

    CompletableFuture<Batch> third = waitingFor(batches);
    second.release();
    assertThat(third.get(10, TimeUnit.SECONDS).number()).isEqualTo(2);
  }

  /** Requests the next batch in a separate thread, which must wait for its slot. */
  private static CompletableFuture<Batch> waitingFor(BatchAggregator batches) {
    CompletableFuture<Batch> next = new CompletableFuture<>();
    Thread thread = new Thread(() -> next.complete(batches.next()), "asks-for-the-next-batch");
    thread.setDaemon(true);
    thread.start();
    Awaitility.await().until(() -> thread.getState() == Thread.State.WAITING || next.isDone());
    assertThat(next).as("a batch beyond the limit").isNotDone();
    return next;
  }

  private static FakePlan whole(long rows, boolean unchanged) {
    return new FakePlan(FakePlan.policy(1, 1, 1), FakePlan::taken) {
      @Override
      public Optional<Work.WholeFile> whole() {
        return Optional.of(
            new Work.WholeFile(new Record(1, "the file", Map.of(), 1, rows), true, unchanged));
      }
    };
  }

  private static BatchAggregator whole(Iterator<Row> rows, FakePlan plan, ResumePoint from) {
    return new BatchAggregator(new FakeBook(), rows, plan, NONE, from, endless());
  }

  @Test
  void what_goes_out_as_a_whole_is_one_batch_of_one_record() {
    BatchAggregator batches = whole(rows(250_000), whole(250_000, false), ResumePoint.BEGINNING);
    Batch batch = batches.next();

    assertThat(batches.hasNext()).isFalse();
    assertThat(batch.rows().first()).isEqualTo(1);
    assertThat(batch.rows().last()).isEqualTo(250_000);
    assertThat(batch.rows().records()).hasSize(1);
    assertThat(batch.verdict().notSent()).isEqualTo(250_000);
    batch.answered(FakePlan.taken(batch.rows().records()));
    assertThat(batch.verdict().confirmed()).isEqualTo(250_000);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void what_goes_out_as_a_whole_and_did_not_change_is_counted_only() {
    Batch batch = whole(rows(5), whole(5, true), ResumePoint.BEGINNING).next();

    assertThat(batch.next(Instant.EPOCH)).isInstanceOf(Step.Done.class);
    assertThat(batch.rows().unchanged()).isEqualTo(5);
  }

  @Test
  void an_interrupted_whole_goes_out_again_under_its_number() {
    ResumePoint.Open open = new ResumePoint.Open(0, 1, 5, Instant.EPOCH, null);
    BatchAggregator batches =
        whole(rows(5), whole(5, false), new ResumePoint(List.of(open), 5, 1, 0));

    assertThat(batches.next().number()).isZero();
    assertThat(batches.hasNext()).isFalse();
    assertThat(whole(rows(5), whole(5, false), new ResumePoint(List.of(), 5, 1, 0)).hasNext())
        .as("it was settled")
        .isFalse();
  }

  @Test
  void what_cannot_be_read_to_its_end_does_not_go_out_as_a_whole() {
    Iterator<Row> broken =
        LongStream.rangeClosed(1, 5)
            .mapToObj(
                number -> {
                  if (number == 4) {
                    throw new IllegalStateException("the disk failed");
                  }
                  return row(number, "key", "value");
                })
            .iterator();
    BatchAggregator batches = whole(broken, whole(5, false), ResumePoint.BEGINNING);

    assertThat(batches.hasNext()).isFalse();
    assertThat(batches.failure()).isPresent();
  }

  @Test
  void what_is_certain_of_a_pending_whole_holds_when_its_run_ends() {
    Batch batch = whole(rows(5), whole(5, false), ResumePoint.BEGINNING).next();
    Receipt.Delivered certain = (Receipt.Delivered) FakePlan.taken(batch.rows().records());
    batch.answered(new Receipt.Pending(URI.create("fake:op"), Duration.ofDays(1), certain));
    assertThat(batch.verdict().inDoubt()).isEqualTo(5);

    batch.endWithCertain();

    assertThat(batch.verdict().confirmed()).isEqualTo(5);
  }

  private static BatchAggregator within(MemoryBudget memory, ResumePoint from, Row... rows) {
    return new BatchAggregator(
        new FakeBook(),
        List.of(rows).iterator(),
        FakePlan.taking(FakePlan.HUNDRED),
        NONE,
        from,
        memory);
  }

  @Test
  void a_batch_waits_until_what_is_in_flight_leaves_memory_for_its_first_record() throws Exception {
    MemoryBudget memory = new MemoryBudget(10);
    Batch first = within(memory, ResumePoint.BEGINNING, row(1, "a", "12345")).next();

    CompletableFuture<Batch> second =
        CompletableFuture.supplyAsync(
            within(memory, ResumePoint.BEGINNING, row(1, "b", "12345"))::next);
    assertThatThrownBy(() -> second.get(100, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);
    first.release();

    assertThat(second.get(60, TimeUnit.SECONDS).rows().records()).hasSize(1);
  }

  @Test
  void a_batch_that_has_records_does_not_wait_for_memory_and_goes_out_smaller() {
    BatchAggregator batches =
        within(
            new MemoryBudget(10),
            ResumePoint.BEGINNING,
            row(1, "a", "1234"),
            row(2, "b", "1234"),
            row(3, "c", "1234"));

    assertThat(all(batches).stream().map(rows -> rows.records().size())).containsExactly(2, 1);
  }

  @Test
  void a_record_for_which_there_is_never_enough_memory_is_rejected_and_the_others_go_out() {
    BatchAggregator batches =
        within(
            new MemoryBudget(10),
            ResumePoint.BEGINNING,
            row(1, "a", "1"),
            row(2, "b", "more than ten bytes"),
            row(3, "c", "1"));

    Batch.Rows rows = batches.next().rows();

    assertThat(rows.records().stream().map(Record::row)).containsExactly(1L, 3L);
    assertThat(rows.rejects()).hasSize(1);
    assertThat(rows.rejects().get(0).code()).isEqualTo(Code.ROW_TOO_LARGE);
    assertThat(rows.rejects().get(0).reason()).contains("20 bytes", "-Xmx");
  }

  @Test
  void a_batch_that_an_earlier_process_intended_keeps_its_rows_in_less_memory() {
    ResumePoint.Open open = new ResumePoint.Open(0, 1, 2, Instant.EPOCH, null);
    BatchAggregator batches =
        within(
            new MemoryBudget(10),
            new ResumePoint(List.of(open), 2, 1, 0),
            row(1, "a", "more than ten bytes"),
            row(2, "b", "1234"));

    assertThat(batches.next().rows().records()).hasSize(2);
  }

  @Test
  void a_run_that_is_over_leaves_no_memory_taken() throws Exception {
    MemoryBudget memory = new MemoryBudget(10);
    BatchAggregator over = within(memory, ResumePoint.BEGINNING, row(1, "a", "12345"));
    Batch lost = over.next();
    over.close();
    lost.release();

    CompletableFuture<Batch> next =
        CompletableFuture.supplyAsync(
            within(memory, ResumePoint.BEGINNING, row(1, "b", "123456789"))::next);

    assertThat(next.get(60, TimeUnit.SECONDS).rows().records()).hasSize(1);
  }
}
