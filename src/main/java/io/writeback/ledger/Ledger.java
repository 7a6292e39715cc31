package io.writeback.ledger;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;

/**
 * The durable account of runs, batches and rejects.
 *
 * <p>Every method returns after its commit is on disk or throws {@link LedgerException}. Every
 * update carries the epoch of the run, so that whoever lost a run cannot write to it any more.
 */
public final class Ledger implements Closeable {
  private final LedgerStore store;

  private Ledger(LedgerStore store) {
    this.store = store;
  }

  /**
   * Opens a ledger, making or upgrading its tables.
   *
   * @param clock for a ledger that has none of its own
   * @throws LedgerException naming the place and what to do
   */
  public static Ledger open(LedgerAddress address, InstantSource clock) {
    return new Ledger(LedgerStore.open(address, clock));
  }

  /** What became of the rows of each run. */
  public RunAccounts accounts() {
    return new RunAccounts(store);
  }

  /** Which run may write to which target. */
  public Leases leases() {
    return new Leases(store);
  }

  /** What was written down about runs, to look at. */
  public RunHistory history() {
    return new RunHistory(store);
  }

  /** Runs that ended, and their removal. */
  public EndedRuns endedRuns() {
    return new EndedRuns(store);
  }

  /**
   * Tells one who looks for work again and again when there may be some.
   *
   * @param betweenLooks how long a look may be put off at most
   */
  public ChangeSignal changes(Duration betweenLooks) {
    return new ChangeSignal(store, betweenLooks);
  }

  /** What destinations have confirmed. */
  public Fingerprints fingerprints() {
    return new Fingerprints(store);
  }

  /** Rejects that no later run has written yet. */
  public OpenRejects openRejects() {
    return new OpenRejects(store);
  }

  /** What schedules have fired for. */
  public Schedules schedules() {
    return new Schedules(store);
  }

  /** What follows the end of the runs that a trigger began. */
  public FollowUpStore triggered() {
    return new FollowUpStore(store);
  }

  /** The DataSets whose refresh starts runs. */
  public WatchedDatasets watchedDatasets() {
    return new WatchedDatasets(store);
  }

  /** Whether a run answers this key. */
  public boolean answers(String runKey) {
    return store.read(
        handle -> RunRequests.answered(handle, RunRequest.of("", runKey, "")).isPresent());
  }

  /** Rows of a writeback that are gathered. */
  public RowGroups rowGroups(String writeback) {
    return new RowGroups(store, writeback);
  }

  /** The writebacks that have gathered rows which no run has yet. */
  public List<String> gathering() {
    return RowGroups.writebacks(store);
  }

  /** What happened to runs, for others to know. */
  public Outbox outbox() {
    return new Outbox(store);
  }

  /**
   * Asked before a request is sent, and in between.
   *
   * @throws LedgerException if its file was deleted or replaced since it was opened
   */
  public void requireSame() {
    store.requireSame();
  }

  /** The process ends: a ledger that is away is waited for only for a few seconds from now on. */
  public void hurry() {
    store.hurry();
  }

  /** Writes something of no meaning; returns once it is on disk. */
  public void probe() {
    write(
        handle ->
            handle.execute(
                "insert into ledger_writer (id, last_group, used_at) values ('probe', 0, ?)"
                    + " on conflict (id) do update set used_at = excluded.used_at",
                store.now(handle)));
  }

  /** How SQLite's connection is set. */
  String pragma(String name) {
    return store.pragma(name);
  }

  /**
   * Accepts a run, unless its key was accepted before, or a run of the same writeback waits for its
   * turn: that one then answers this request too.
   *
   * @return the run that has the key now, and whether it is this one
   */
  public Accepted accept(RunRequest request) {
    return write(handle -> RunRequests.accept(handle, request, null, store.now(handle)));
  }

  /**
   * Accepts a run that somebody outside asked for.
   *
   * @return empty if the same id was used before to ask for something else
   */
  public Optional<Accepted> accept(RunRequest request, ExternalRequest asked) {
    return write(
        handle -> {
          Optional<String> before = RunRequests.digest(handle, request.runKey());
          if (before.filter(digest -> !digest.equals(asked.digest())).isPresent()) {
            return Optional.empty();
          }
          if (before.isPresent()) {
            return RunRequests.answered(handle, request)
                .map(run -> new Accepted(run, run.id().equals(request.id())));
          }
          long now = store.now(handle);
          Accepted accepted = RunRequests.accept(handle, request, asked.requestId(), now);
          RunRequests.asked(handle, accepted.run().id(), asked, now);
          return Optional.of(accepted);
        });
  }

  /**
   * Accepts a replay with its rows, which are on disk already: it cannot be left without them. The
   * same again, by its id, changes nothing: so it can be asked for again when the answer of a
   * commit was lost.
   *
   * @param rows for each row of the snapshot in their order, the row of the parent
   * @param remarks what a person should know, one sentence a line; "" if there is nothing
   * @return the run that has the key now, and whether it is this one; empty if the parent was
   *     removed
   */
  public Optional<Accepted> acceptReplay(
      RunRequest request, SnapshotEntry snapshot, Supplier<LongStream> rows, String remarks) {
    return write(handle -> acceptReplay(handle, request, snapshot, rows, remarks));
  }

  private Optional<Accepted> acceptReplay(
      Handle handle,
      RunRequest request,
      SnapshotEntry snapshot,
      Supplier<LongStream> rows,
      String remarks) {
    if (EndedRuns.isRemoved(handle, request.parent(), store.shareLock())) {
      return Optional.empty();
    }
    long number = TargetOrder.next(handle);
    int inserted =
        handle.execute(
            "insert into run (id, run_key, writeback, state, epoch, accepted_at, full_asked,"
                + " parent, source, dataset_version, snapshot_file, snapshot_rows,"
                + " snapshot_bytes, snapshot_sha256, remarks, accepted_number, rows_number)"
                + " values (?, ?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict do nothing",
            request.id(),
            request.runKey(),
            request.writeback(),
            RunState.SNAPSHOT.name(),
            store.now(handle),
            request.full() ? 1 : 0,
            request.parent(),
            snapshot.source(),
            snapshot.version(),
            snapshot.file(),
            snapshot.rows(),
            snapshot.bytes(),
            snapshot.sha256(),
            remarks.isEmpty() ? null : remarks,
            number,
            number);
    if (inserted == 1) {
      OpenRejects.descend(handle, request.id(), request.parent(), rows.get());
      Outbox.note(handle, request.id(), store.now(handle));
    }
    RunEntry entry =
        handle
            .createQuery("select * from run where run_key = ?")
            .bind(0, request.runKey())
            .map(LedgerRows::run)
            .one();
    return Optional.of(new Accepted(entry, entry.id().equals(request.id())));
  }

  /** A run under its key: the new one, or the one that was accepted before. */
  public record Accepted(RunEntry run, boolean isNew) {}

  /** A run is about to take rows away from where they are: from here on it alone has them. */
  public void takesRows(String runId, long epoch) {
    write(
        handle ->
            fenced(
                runId,
                handle.execute(
                    "update run set rows_taken = 1"
                        + " where id = ? and epoch = ? and finished_at is null",
                    runId,
                    epoch)));
  }

  public void snapshotTaken(String runId, long epoch, SnapshotEntry snapshot) {
    update(
        runId,
        "update run set state = ?, source = ?, dataset_version = ?, snapshot_file = ?,"
            + " snapshot_rows = ?, snapshot_bytes = ?, snapshot_sha256 = ?"
            + " where id = ? and epoch = ? and finished_at is null",
        RunState.SNAPSHOT.name(),
        snapshot.source(),
        snapshot.version(),
        snapshot.file(),
        snapshot.rows(),
        snapshot.bytes(),
        snapshot.sha256(),
        runId,
        epoch);
  }

  /**
   * What a run has decided, so that it cannot be computed again.
   *
   * @param target what it writes to
   * @param text as JSON
   * @param fields the names of the fields that it writes; empty if it may write any
   * @param number the number that it takes of those of its target; 0 if it takes none
   */
  public record Plan(String target, String text, Set<String> fields, long number) {}

  /** What came of storing a plan. */
  public sealed interface Planned {
    /** It is on disk: from here on the run can send to its target. */
    record Stored() implements Planned {}

    /** Nothing is stored but its fields: another run has to be seen to first by a person. */
    record Held(String runId) implements Planned {}

    /** Nothing is stored: a person wants the run cancelled. */
    record Cancelled() implements Planned {}
  }

  /** Stores what a run has decided, unless it may not begin to send. */
  public Planned planned(String runId, long epoch, Plan plan) {
    return write(handle -> planned(handle, runId, epoch, plan));
  }

  private Planned planned(Handle handle, String runId, long epoch, Plan plan) {
    if (RunRequests.cancelAsked(handle, runId)) {
      return new Planned.Cancelled();
    }
    String fields = TargetOrder.text(plan.fields());
    fenced(
        runId,
        handle.execute(
            "update run set target = ?, fields = ?"
                + " where id = ? and epoch = ? and finished_at is null",
            plan.target(),
            fields,
            runId,
            epoch));
    Optional<String> first = TargetOrder.sharesFields(handle, runId, fields, store.now(handle));
    if (first.isPresent()) {
      return new Planned.Held(first.get());
    }
    noted(
        handle,
        runId,
        handle.execute(
            "update run set state = ?, plan = ?, number_taken = ? where id = ?",
            RunState.RUNNING.name(),
            plan.text(),
            plan.number(),
            runId));
    return new Planned.Stored();
  }

  /** The intent of a batch's first request, before its first byte. */
  public void intend(BatchIntent intent, long epoch) {
    intend(intent, epoch, FingerprintChange.NONE);
  }

  /** The intent of a batch, in one transaction with what it makes doubtful. */
  public void intend(BatchIntent intent, long epoch, FingerprintChange fingerprints) {
    write(
        handle -> {
          BatchWrites.intend(handle, intent, epoch, store.now(handle), store.shareLock());
          fingerprints.apply(handle);
          return null;
        });
  }

  /** The intents of a run that are written one after the other, while others wait for theirs. */
  public Intents intents(long epoch) {
    return new Intents(
        store,
        (handle, intent) ->
            BatchWrites.intend(handle, intent, epoch, store.now(handle), store.shareLock()));
  }

  /** The account of a batch of which nothing else follows. */
  public void settle(BatchAccount account, long epoch, boolean intended) {
    settle(account, epoch, intended, FingerprintChange.NONE, List.of());
  }

  /**
   * The account of a batch with its rejects and differences, in one transaction.
   *
   * @param intended false for a batch that had nothing to send, and so has no intent yet
   * @param fingerprints what is known of its records since
   * @param written its confirmed and differing rows, if one of them may have been a reject before
   * @return whether somebody asked for the end of the run: told here, as a question of its own
   *     would wait for a commit of its own
   */
  public boolean settle(
      BatchAccount account,
      long epoch,
      boolean intended,
      FingerprintChange fingerprints,
      List<WrittenRow> written) {
    if (!account.closes()) {
      throw new IllegalStateException("the account of a batch does not close: " + account);
    }
    BatchIntent intent = account.intent();
    return write(
        handle -> {
          if (!intended) {
            BatchWrites.intend(handle, intent, epoch, store.now(handle), store.shareLock());
          }
          BatchWrites.close(handle, account, epoch, store.now(handle));
          if (account.unanswered()) {
            Leases.unanswered(handle, intent.runId(), store.now(handle));
          }
          fingerprints.apply(handle);
          OpenRejects.close(handle, intent.runId(), written);
          return RunRequests.cancelAsked(handle, intent.runId());
        });
  }

  /**
   * Leaves a batch open for a later process: what is certain of its rows goes into the totals, and
   * all of them go out again.
   *
   * @param until until when the destination is left alone with it; null if it is not
   */
  public void leaveOpen(BatchAccount account, long epoch, Instant until) {
    write(
        handle -> {
          BatchWrites.leaveOpen(handle, account, epoch, until, store.now(handle));
          return null;
        });
  }

  /** Puts down where the destination tells what became of an open batch, before it is asked. */
  public void taken(String runId, int number, long epoch, String operation) {
    write(
        handle ->
            fenced(
                runId,
                handle.execute(
                    "update batch set operation = ?"
                        + " where run_id = ? and number = ? and epoch = ? and state = 'OPEN'",
                    operation,
                    runId,
                    number,
                    epoch)));
  }

  /**
   * Lets a run stand still that nobody has begun to work on: it can go on later.
   *
   * @return false if it is another's, or over
   */
  public boolean standStill(String runId, long epoch, String code, String reason) {
    return write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = 'STOPPED', code = ?, reason = ?, finished_at = ?"
                        + " where id = ? and epoch = ? and finished_at is null",
                    code,
                    reason,
                    store.now(handle),
                    runId,
                    epoch)));
  }

  /** Adds what a person should know of a run, one sentence. */
  public void remark(String runId, long epoch, String sentence) {
    update(
        runId,
        "update run set remarks = coalesce(remarks || ?, ?)"
            + " where id = ? and epoch = ? and finished_at is null",
        "\n" + sentence,
        sentence,
        runId,
        epoch);
  }

  /**
   * Ends a run that nobody works on and whose place a newer run has taken: its rows that were not
   * written are older than what is there.
   */
  public void supersede(String runId, String newer) {
    write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = ?, code = 'WB-511', reason = ?, finished_at = ?,"
                        + " epoch = epoch + 1 where id = ? and state in "
                        + LedgerRows.UNFINISHED,
                    RunState.CANCELLED.name(),
                    "run "
                        + newer
                        + " of the same writeback read its rows later and has written them",
                    store.now(handle),
                    runId)));
  }

  /** Ends a run, once: nothing is written to it any more. */
  public void end(String runId, long epoch, RunState state, String code, String reason) {
    write(
        handle -> {
          fenced(
              runId,
              handle.execute(
                  "update run set state = ?, code = ?, reason = ?, finished_at = ?"
                      + " where id = ? and epoch = ? and finished_at is null",
                  state.name(),
                  code,
                  reason,
                  store.now(handle),
                  runId,
                  epoch));
          Outbox.note(handle, runId, store.now(handle));
          return null;
        });
  }

  /**
   * Lets a run stand still: nobody works on it from here on. One that somebody asked the end of is
   * cancelled instead.
   *
   * @param until when it goes on by itself; null if a person has to say so
   * @param pauses how often in a row it has been paused, this time included
   */
  public void pause(
      String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      String code,
      String reason) {
    write(
        handle -> {
          pause(handle, runId, epoch, kind, until, pauses, code, reason);
          return null;
        });
  }

  private void pause(
      Handle handle,
      String runId,
      long epoch,
      Pause.Kind kind,
      Instant until,
      int pauses,
      String code,
      String reason) {
    long now = store.now(handle);
    boolean cancelled = RunRequests.cancelAsked(handle, runId);
    fenced(
        runId,
        handle.execute(
            "update run set state = ?, code = ?, reason = ?, finished_at = ?,"
                + " pause_kind = ?, paused_at = ?, resume_at = ?, pauses = ?,"
                + " epoch = epoch + 1"
                + " where id = ? and epoch = ? and finished_at is null",
            (cancelled ? RunState.CANCELLED : RunState.PAUSED).name(),
            code,
            reason,
            cancelled ? now : null,
            cancelled ? null : kind.name(),
            cancelled ? null : now,
            cancelled || until == null ? null : until.toEpochMilli(),
            pauses,
            runId,
            epoch));
    Outbox.note(handle, runId, now);
  }

  /**
   * Pauses a run whose source does not have its rows yet, as {@link #pause} does, and records what
   * the next try has to know of this one.
   */
  public void awaitSource(
      String runId, long epoch, Instant until, SourceWait waited, String code, String reason) {
    write(
        handle -> {
          handle.execute(
              "update run set exports = ?, seen_version = ?, seen_at = ?"
                  + " where id = ? and epoch = ?",
              waited.exports(),
              waited.version(),
              waited.seenAt() == null ? null : waited.seenAt().toEpochMilli(),
              runId,
              epoch);
          int pauses =
              handle
                  .createQuery("select pauses from run where id = ?")
                  .bind(0, runId)
                  .mapTo(Integer.class)
                  .one();
          pause(handle, runId, epoch, Pause.Kind.SOURCE, until, pauses, code, reason);
          return null;
        });
  }

  /**
   * Cancels a run that nobody works on: it has ended, and whoever did work on it is shut out.
   *
   * @return false if it was over already
   */
  public boolean cancel(String runId) {
    return write(
        handle ->
            noted(
                handle,
                runId,
                handle.execute(
                    "update run set state = ?, finished_at = ?, epoch = epoch + 1"
                        + " where id = ? and state in "
                        + LedgerRows.UNFINISHED,
                    RunState.CANCELLED.name(),
                    store.now(handle),
                    runId)));
  }

  /**
   * Asks whoever works on a run to cancel it; {@link RunHistory#cancelAsked} tells them. One that
   * nobody works on has ended at once.
   *
   * @return false if it was over already
   */
  public boolean askToCancel(String runId) {
    return write(
        handle -> {
          int ended =
              handle.execute(
                  "update run set state = ?, finished_at = ?, epoch = epoch + 1"
                      + " where id = ? and state in "
                      + LedgerRows.UNFINISHED
                      + " and (state = 'PAUSED' or not exists (select 1 from target_lease"
                      + " where run_id = run.id and held_until > ?))",
                  RunState.CANCELLED.name(),
                  store.now(handle),
                  runId,
                  store.now(handle));
          int asked =
              handle.execute(
                  "update run set cancel_asked_at = coalesce(cancel_asked_at, ?)"
                      + " where id = ? and state in "
                      + LedgerRows.UNFINISHED,
                  store.now(handle),
                  runId);
          noted(handle, runId, ended);
          return ended + asked == 1;
        });
  }

  /**
   * Lets a run that stopped or is paused resume at once, and with a new deadline, as soon as a
   * process executes runs. One that never began joins a run of its writeback that waits for its
   * turn, as a new request would. A person says so, so it waits no longer for its source to settle.
   *
   * @return the run that resumes: this one, or the one that it joined
   */
  public String askToGoOn(String runId) {
    return write(
        handle -> {
          handle.execute("update run set settles = 0, exports = 0 where id = ?", runId);
          return RunRequests.goOn(handle, runId, store.now(handle));
        });
  }

  /** Puts down that the snapshot of a run that is over is gone. */
  public void snapshotRemoved(String runId) {
    write(
        handle ->
            handle.execute(
                "update run set snapshot_removed_at = ? where id = ?", store.now(handle), runId));
  }

  private void update(String runId, String sql, Object... values) {
    write(handle -> noted(handle, runId, fenced(runId, handle.execute(sql, values))));
  }

  /** Whether a run has changed, and then its new state is in the outbox. */
  private boolean noted(Handle handle, String runId, int updated) {
    if (updated == 1) {
      Outbox.note(handle, runId, store.now(handle));
    }
    return updated == 1;
  }

  /** An update that met no row means that the run belongs to somebody else now, or is over. */
  static int fenced(String runId, int updated) {
    if (updated == 0) {
      throw new RunLostException(runId);
    }
    return updated;
  }

  private <T> T write(Function<Handle, T> work) {
    return store.write(work);
  }

  @Override
  public void close() {
    store.close();
  }
}
