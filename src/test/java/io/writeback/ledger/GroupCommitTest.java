package io.writeback.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Group commit over a disk in memory, whose commits can be held up and can fail. */
@Timeout(60)
class GroupCommitTest {
  /** Each commit appends what its transaction wrote, or nothing. */
  private static final class Disk implements Consumer<Consumer<List<Integer>>> {
    private final List<Integer> rows = new ArrayList<>();
    private final List<Integer> commits = new ArrayList<>();
    private final Semaphore mayCommit;
    private final CountDownLatch committing = new CountDownLatch(1);
    private final AtomicReference<RuntimeException> broken = new AtomicReference<>();
    private final AtomicInteger writers = new AtomicInteger();

    Disk(int commitsUntilHeldUp) {
      mayCommit = new Semaphore(commitsUntilHeldUp);
    }

    @Override
    public void accept(Consumer<List<Integer>> work) {
      assertThat(writers.incrementAndGet()).as("transactions at once").isEqualTo(1);
      try {
        List<Integer> written = new ArrayList<>();
        work.accept(written);
        committing.countDown();
        mayCommit.acquireUninterruptibly();
        if (broken.get() != null) {
          throw broken.get();
        }
        synchronized (rows) {
          rows.addAll(written);
          commits.add(written.size());
        }
      } finally {
        writers.decrementAndGet();
      }
    }

    List<Integer> rows() {
      synchronized (rows) {
        return List.copyOf(rows);
      }
    }
  }

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Test
  void a_group_that_another_transaction_stood_in_the_way_of_is_done_again() {
    AtomicInteger tries = new AtomicInteger();
    List<Integer> rows = new ArrayList<>();
    try (GroupCommit<List<Integer>> commits =
        over(
            work -> {
              if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException(
                    new java.sql.SQLException("deadlock detected", "40P01"));
              }
              work.accept(rows);
            })) {
      assertThat(commits.submit(writing(7)).await()).isEqualTo(7);
    }

    assertThat(rows).containsExactly(7);
    assertThat(tries).hasValue(3);
  }

  @Test
  void a_group_that_another_one_stood_in_the_way_of_is_taken_apart() {
    List<Integer> rows = new ArrayList<>();
    List<Integer> commitsOf = new ArrayList<>();
    try (GroupCommit<List<Integer>> commits =
        over(
            work -> {
              List<Integer> written = new ArrayList<>();
              work.accept(written);
              if (written.size() > 1) {
                throw new IllegalStateException(
                    new java.sql.SQLException("deadlock detected", "40P01"));
              }
              rows.addAll(written);
              commitsOf.add(written.size());
            })) {
      commits.submit(writing(1));
      commits.submit(writing(2));

      assertThat(commits.submit(writing(3)).await()).isEqualTo(3);
    }

    assertThat(rows).as("in the order of submission").containsExactly(1, 2, 3);
    assertThat(commitsOf).containsExactly(1, 1, 1);
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  private static GroupCommit<List<Integer>> over(Consumer<Consumer<List<Integer>>> disk) {
    return new GroupCommit<>((group, work) -> disk.accept(work), failure -> false);
  }

  private static Function<List<Integer>, Integer> writing(int value) {
    return rows -> {
      rows.add(value);
      return value;
    };
  }

  private <T> CompletableFuture<T> waiting(GroupCommit<List<Integer>>.Pending<T> pending) {
    return CompletableFuture.supplyAsync(pending::await, threads);
  }

  @Test
  void a_write_returns_only_after_its_own_commit() throws Exception {
    Disk disk = new Disk(0);
    GroupCommit<List<Integer>> commits = over(disk);
    CompletableFuture<Integer> write = waiting(commits.submit(writing(1)));
    disk.committing.await();
    assertThat(write).isNotDone();

    disk.mayCommit.release();

    assertThat(write.get()).isEqualTo(1);
    assertThat(disk.rows()).containsExactly(1);
  }

  @Test
  void what_waits_during_a_commit_shares_the_next_one_in_the_order_of_submission()
      throws Exception {
    Disk disk = new Disk(0);
    GroupCommit<List<Integer>> commits = over(disk);
    List<CompletableFuture<Integer>> writes = new ArrayList<>();
    writes.add(waiting(commits.submit(writing(0))));
    disk.committing.await();
    List<GroupCommit<List<Integer>>.Pending<Integer>> pending = new ArrayList<>();
    for (int value = 1; value < 10; value++) {
      pending.add(commits.submit(writing(value)));
    }
    for (int last = pending.size() - 1; last >= 0; last--) {
      writes.add(waiting(pending.get(last)));
    }

    disk.mayCommit.release(100);

    for (CompletableFuture<Integer> write : writes) {
      write.get();
    }
    assertThat(disk.rows()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(disk.commits).containsExactly(1, 9);
  }

  @Test
  void a_write_that_nobody_waits_for_goes_with_the_next_one() {
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    commits.submit(writing(1));

    commits.submit(writing(2)).await();

    assertThat(disk.rows()).containsExactly(1, 2);
  }

  @Test
  void a_group_is_no_larger_than_its_bound() {
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    for (int value = 0; value < GroupCommit.MOST; value++) {
      commits.submit(writing(value));
    }

    commits.submit(writing(-1)).await();

    assertThat(disk.commits).containsExactly(GroupCommit.MOST, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_write_that_fails_leaves_nothing_and_the_others_of_its_group_are_on_disk(int failing) {
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    IllegalStateException fenced = new IllegalStateException("fenced");
    List<GroupCommit<List<Integer>>.Pending<Integer>> group = new ArrayList<>();
    for (int value = 0; value < 3; value++) {
      int mine = value;
      group.add(
          commits.submit(
              rows -> {
                rows.add(mine);
                if (mine == failing) {
                  throw fenced;
                }
                return mine;
              }));
    }

    assertThatThrownBy(group.get(failing)::await).isSameAs(fenced);

    List<Integer> others = new ArrayList<>(List.of(0, 1, 2));
    others.remove((Integer) failing);
    assertThat(disk.rows()).isEqualTo(others);
    assertThat(others).allSatisfy(value -> assertThat(group.get(value).await()).isEqualTo(value));
  }

  @Test
  void a_commit_that_fails_reaches_every_caller_of_its_group_and_is_not_tried_again() {
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    IllegalStateException lost = new IllegalStateException("the disk is gone");
    var first = commits.submit(writing(1));
    var second = commits.submit(writing(2));
    disk.broken.set(lost);
    assertThatThrownBy(second::await).isSameAs(lost);
    disk.broken.set(null);

    assertThatThrownBy(first::await).isSameAs(lost);

    assertThat(disk.rows()).isEmpty();
    assertThat(disk.commits).isEmpty();
  }

  @Test
  void an_error_in_a_write_does_not_leave_the_others_waiting() {
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    var broken =
        commits.submit(
            rows -> {
              throw new StackOverflowError();
            });
    var sound = commits.submit(writing(1));

    assertThatThrownBy(broken::await).isInstanceOf(StackOverflowError.class);

    assertThat(sound.await()).isEqualTo(1);
  }

  @Test
  void an_interruption_neither_loses_a_write_nor_is_it_lost() throws Exception {
    Disk disk = new Disk(0);
    GroupCommit<List<Integer>> commits = over(disk);
    CompletableFuture<Integer> leading = waiting(commits.submit(writing(1)));
    disk.committing.await();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              commits.submit(writing(2)).await();
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.WAITING);

    waiting.interrupt();
    disk.mayCommit.release(100);
    waiting.join();

    leading.get();
    assertThat(interrupted.get()).isTrue();
    assertThat(disk.rows()).containsExactly(1, 2);
  }

  @Test
  void a_leader_that_is_interrupted_does_its_work_uninterrupted() {
    AtomicReference<Boolean> during = new AtomicReference<>();
    Disk disk = new Disk(100);
    GroupCommit<List<Integer>> commits = over(disk);
    Thread.currentThread().interrupt();

    commits
        .submit(
            rows -> {
              during.set(Thread.currentThread().isInterrupted());
              return null;
            })
        .await();

    assertThat(during.get()).isFalse();
    assertThat(Thread.interrupted()).as("kept for later").isTrue();
  }

  @Test
  void closing_waits_for_the_commit_under_way_and_fails_what_is_behind_it() throws Exception {
    Disk disk = new Disk(0);
    GroupCommit<List<Integer>> commits = over(disk);
    CompletableFuture<Integer> underWay = waiting(commits.submit(writing(1)));
    disk.committing.await();
    CompletableFuture<Integer> behind = waiting(commits.submit(writing(2)));
    Thread closing = new Thread(commits::close);
    closing.start();
    await().until(() -> closing.getState() == Thread.State.WAITING);

    disk.mayCommit.release(100);
    closing.join();

    assertThat(underWay.get()).isEqualTo(1);
    assertThatThrownBy(behind::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(LedgerException.class);
    assertThat(disk.rows()).containsExactly(1);
    assertThatThrownBy(() -> commits.submit(writing(3)))
        .isInstanceOf(LedgerException.class)
        .hasMessage("the ledger is closed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void under_contention_every_write_is_answered_once_in_order_and_the_lead_is_handed_over(long seed)
      throws Exception {
    Disk disk = new Disk(Integer.MAX_VALUE);
    GroupCommit<List<Integer>> commits = over(disk);
    int writers = 24;
    int each = 300;
    List<Integer> submitted = new ArrayList<>();
    ConcurrentLinkedQueue<Integer> failed = new ConcurrentLinkedQueue<>();
    List<Future<?>> all = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int writer = 0; writer < writers; writer++) {
      int number = writer;
      Random random = new Random(seed * 1_000 + writer);
      all.add(
          threads.submit(
              () -> {
                start.await();
                for (int turn = 0; turn < each; turn++) {
                  int value = number * each + turn;
                  boolean fails = random.nextInt(20) == 0;
                  GroupCommit<List<Integer>>.Pending<Integer> pending;
                  synchronized (submitted) {
                    pending = commits.submit(fails ? failing(value) : writing(value));
                    submitted.add(value);
                  }
                  if (random.nextInt(10) == 0) {
                    Thread.yield();
                  }
                  if (random.nextInt(50) == 0) {
                    Thread.currentThread().interrupt();
                  }
                  if (fails) {
                    assertThatThrownBy(pending::await).hasMessage("fails: " + value);
                    failed.add(value);
                  } else {
                    assertThat(pending.await()).isEqualTo(value);
                  }
                  Thread.interrupted();
                }
                return null;
              }));
    }
    start.countDown();
    for (Future<?> one : all) {
      one.get();
    }

    submitted.removeAll(new java.util.HashSet<>(failed));
    assertThat(disk.rows()).as("seed %d", seed).isEqualTo(submitted);
    assertThat(disk.commits.size()).as("commits, seed %d", seed).isLessThan(writers * each);
  }

  private static Function<List<Integer>, Integer> failing(int value) {
    return rows -> {
      rows.add(value);
      throw new IllegalStateException("fails: " + value);
    };
  }
}
