package io.writeback.ledger;

import io.writeback.problem.Code;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/**
 * Which of two runs on a target goes first, and which has the newer rows. The one place that
 * decides it, by numbers that the ledger gives: a clock can be set back.
 *
 * <p>A run gets its number when it has its target and is about to read its rows, and a new one when
 * it has to read them again. What was interrupted resumes before anything newer begins, in
 * whichever process; only a person who cancels it lets others pass. A run that waits for a person
 * is passed by newer runs of its own writeback, which have the same rows or newer ones, and by
 * others that write none of its fields. One that waits for approval has sent nothing: it is passed
 * by all. Runs whose data came with their triggers go in the order of acceptance: each has other
 * rows.
 */
interface TargetOrder {
  /** Fields of a plan that may write any. */
  String ANY = "*";

  /** Ended by a person or another process, and resumed by a person only. */
  String WAITS_FOR_PERSON =
      "(run.state = 'PAUSED' and run.resume_at is null"
          + " or run.state = 'STOPPED' and coalesce(run.code, '') not in ('"
          + RunEntry.LEFT_TO_OTHERS.stream().map(Code::id).collect(Collectors.joining("', '"))
          + "'))";

  record Earlier(
      String id,
      String writeback,
      String fields,
      boolean rowsTaken,
      boolean waitsForPerson,
      Long resumeAt) {}

  /** The next number: greater than all before. */
  @SqlQuery(
      """
      update ledger_number set last_number = last_number + 1 where name = 'run'
      returning last_number
      """)
  long next();

  /** Numbers a run that has its target and is about to read its rows, perhaps again. */
  default void numberRows(String runId) {
    numberRows(runId, next());
  }

  @SqlUpdate("update run set rows_number = :number where id = :runId and plan is null")
  void numberRows(String runId, long number);

  /** The run that has to go before another; empty if none. */
  default Optional<Claim> before(RunEntry run, long now) {
    Optional<String> fields = fieldsOf(run.id());
    for (Earlier earlier : earlier(run.id(), now)) {
      if (!earlier.rowsTaken() && earlier.waitsForPerson()) {
        if (mayPass(run.writeback(), fields, earlier)) {
          continue;
        }
        return Optional.of(new Claim.Held(earlier.id(), Claim.Held.Reason.WAITS_FOR_PERSON));
      }
      if (earlier.rowsTaken()) {
        return Optional.of(new Claim.Held(earlier.id(), Claim.Held.Reason.ROWS_NOWHERE_ELSE));
      }
      return Optional.of(
          earlier.resumeAt() != null && earlier.resumeAt() > now
              ? new Claim.Busy(earlier.id())
              : new Claim.Held(earlier.id(), Claim.Held.Reason.INTERRUPTED));
    }
    return Optional.empty();
  }

  /**
   * The run of another writeback that waits for a person and whose fields a plan would write too.
   * Asked when the plan is known; until then {@link #before} knows the fields of the writeback's
   * last plan at most.
   */
  default Optional<String> sharesFields(String runId, String fields, long now) {
    String writeback = writebackOf(runId);
    return earlier(runId, now).stream()
        .filter(earlier -> earlier.waitsForPerson() && !earlier.rowsTaken())
        .filter(earlier -> !mayPass(writeback, Optional.of(fields), earlier))
        .map(Earlier::id)
        .findFirst();
  }

  @SqlQuery("select writeback from run where id = :runId")
  String writebackOf(String runId);

  /**
   * Unfinished runs that began before a run, have something at stake, and are not being executed.
   * See {@link LedgerRows#UNFINISHED} for the empty texts.
   */
  @SqlQuery(
      """
      select run.id, run.writeback, run.fields, run.state, run.resume_at,
        case when run.body_sha256 is null then run.rows_taken else 1 end as rows_taken,
        case when <waitsForPerson> then 1 else 0 end as waits_for_person
      from run join run as own on own.id = :runId
      where run.id <> own.id
        and (run.target || '' = own.target and run.plan is not null
          or run.rows_taken = 1 and (run.target || '' = own.target
            or run.writeback || '' = own.writeback)
          or run.body_sha256 is not null and own.body_sha256 is not null
            and run.writeback || '' = own.writeback
            and run.accepted_number < own.accepted_number)
        and (own.plan is null or run.rows_number < own.rows_number)
        and run.state in <unfinished>
        and not (run.asks = 1 and run.approved_at is null)
        and not exists (select 1 from target_lease where run_id = run.id and held_until > :now)
      order by run.rows_number
      """)
  List<Earlier> earlier(String runId, long now);

  /** A run waits for nothing but its target. */
  @SqlUpdate("update run set ready_at = :now where id = :runId")
  void ready(String runId, long now);

  /**
   * The run without rows that was accepted before a run, and waits for nothing but the same target.
   * One that no process has tried since a time does not count: none of them can execute it.
   */
  @SqlQuery(
      """
      select run.id from run join run as own on own.id = :runId
      where run.id <> own.id and run.target || '' = own.target
        and run.plan is null and own.plan is null
        and run.accepted_number < own.accepted_number and run.ready_at > :since
        and run.state in <unfinished> and run.state in ('ACCEPTED', 'SNAPSHOT')
        and run.cancel_asked_at is null
        and not exists (select 1 from target_lease where run_id = run.id and held_until > :now)
      order by run.accepted_number limit 1
      """)
  Optional<String> waitsLonger(String runId, long since, long now);

  private static boolean mayPass(String writeback, Optional<String> fields, Earlier earlier) {
    return earlier.writeback().equals(writeback)
        // Not known yet: it is asked again once there is a plan.
        || fields.isEmpty()
        || areDisjoint(fields.get(), earlier.fields() == null ? ANY : earlier.fields());
  }

  private static boolean areDisjoint(String fields, String others) {
    if (fields.equals(ANY) || others.equals(ANY)) {
      return false;
    }
    Set<String> shared = new HashSet<>(Arrays.asList(fields.split("\n")));
    shared.retainAll(Arrays.asList(others.split("\n")));
    return shared.isEmpty();
  }

  /** The fields that a run writes, as its own plan or the last one of its writeback has them. */
  @SqlQuery(
      """
      select coalesce(own.fields, (select planned.fields from run as planned
        where planned.target = own.target and planned.writeback = own.writeback
          and planned.fields is not null
        order by planned.rows_number desc limit 1))
      from run as own where own.id = :runId
      """)
  Optional<String> fieldsOf(String runId);

  /** Fields as they are stored; none means that any may be written. */
  static String text(Collection<String> fields) {
    return fields.isEmpty()
        ? ANY
        : fields.stream()
            .map(name -> name.replace('\n', ' '))
            .sorted()
            .collect(Collectors.joining("\n"));
  }
}
