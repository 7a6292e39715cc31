package io.writeback.ledger;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * The rejects of runs: each is open until a later run writes its key to the same target, or a
 * replay writes the row that it came from.
 *
 * <p>A row without a usable key, or with a wrong one, is closed by its replay only.
 */
public interface RejectStore {
  int PAGE = 1_000;

  /** How many rejects of a run are open. */
  @SqlQuery("select count(*) from reject where run_id = :runId and state = 'OPEN'")
  long countOpen(String runId);

  /** The run that has written the row of a reject since; empty if it is open, or no reject. */
  @SqlQuery(
      """
      select superseded_by from reject
      where run_id = :runId and row_number = :row and superseded_by is not null
      """)
  Optional<String> supersededBy(String runId, long row);

  /**
   * Whether a run may write rows that were open rejects before it. A replay has some: those of its
   * parent, also if they are of another target.
   */
  @SqlQuery(
      """
      select exists (
        select 1 from run as own, run as earlier
        where own.id = :runId and earlier.id <> own.id
          and (earlier.target = own.target and earlier.rows_number <= own.rows_number
            or earlier.id = own.parent)
          and exists (select 1 from reject where run_id = earlier.id and state = 'OPEN'))
      """)
  boolean anyOpenBefore(String runId);

  /** Hands over the rows of a replay that another run has written since, in ascending order. */
  @SqlQuery(
      """
      select distinct replay_row.row_number from replay_row
      join run as replay on replay.id = replay_row.run_id
      join reject on reject.run_id = replay_row.from_run
        and reject.row_number = replay_row.from_row
      where replay_row.run_id = :runId and replay_row.from_run = replay.parent
        and reject.superseded_by <> :runId
      order by replay_row.row_number
      """)
  void eachWrittenSince(String runId, Consumer<Long> row);

  /** Why rows were rejected, most frequent first, at most {@code most} causes. */
  @SqlQuery(
      """
      select causes.code, causes.column_name, causes.cause, causes.found, causes.example_row,
        reject.reason as example
      from (
        select * from reject_cause where run_id = :runId
        order by found desc, example_row limit :most
      ) as causes
      join reject on reject.run_id = :runId and reject.row_number = causes.example_row
      order by causes.found desc, causes.example_row
      """)
  List<Cause> causes(String runId, int most);

  /** Which fields differ, most frequent first, at most {@code most}. */
  @SqlQuery(
      """
      select '' as code, causes.field as column_name, 'holds another value than was sent' as cause,
        causes.found, causes.example_row,
        'sent ' || difference.sent || ', found ' || difference.found as example
      from (
        select * from difference_cause where run_id = :runId
        order by found desc, field limit :most
      ) as causes
      join difference on difference.run_id = :runId
        and difference.row_number = causes.example_row and difference.field = causes.field
      order by causes.found desc, causes.field
      """)
  List<Cause> differenceCauses(String runId, int most);

  /** Hands over the rejects of a run in the order of their rows, without holding them all. */
  default void each(String runId, Consumer<RejectEntry> consumer) {
    paged(last -> page(runId, false, last == null ? 0 : last.row(), PAGE), consumer);
  }

  /** The same of the open ones. */
  default void eachOpen(String runId, Consumer<RejectEntry> consumer) {
    paged(last -> page(runId, true, last == null ? 0 : last.row(), PAGE), consumer);
  }

  @SqlQuery(
      """
      select * from reject
      where run_id = :runId and row_number > :after and (:open = 0 or state = 'OPEN')
      order by row_number limit :most
      """)
  List<RejectEntry> page(String runId, boolean open, long after, int most);

  /** Hands over the differences of a run in the order of their rows. */
  default void eachDifference(String runId, Consumer<DifferenceEntry> consumer) {
    paged(
        last ->
            differences(
                runId, last == null ? 0 : last.row(), last == null ? "" : last.field(), PAGE),
        consumer);
  }

  @SqlQuery(
      """
      select * from difference where run_id = :runId and (row_number, field) > (:after, :field)
      order by row_number, field limit :most
      """)
  List<DifferenceEntry> differences(String runId, long after, String field, int most);

  /**
   * Reads page by page: what the consumer does with a row may take long, and whoever else needs the
   * ledger meanwhile does not wait for it.
   *
   * @param pages the page that follows an entry, or the first one after null
   */
  private static <T> void paged(Function<T, List<T>> pages, Consumer<T> consumer) {
    List<T> page = pages.apply(null);
    page.forEach(consumer);
    while (page.size() == PAGE) {
      page = pages.apply(page.get(PAGE - 1));
      page.forEach(consumer);
    }
  }

  /**
   * The first rejects of a run in the order of their rows.
   *
   * @param all also those that a later run has written
   */
  @SqlQuery(
      """
      select * from reject where run_id = :runId and (:all = 1 or state = 'OPEN')
      order by row_number limit :most
      """)
  List<RejectRow> list(String runId, boolean all, int most);

  /**
   * Which rejects of a run are looked for; "" stands for any.
   *
   * @param all also those that a later run has written
   * @param text in the key or the reason, in any case
   */
  record Filter(boolean all, String code, String column, String cause, String text) {
    /** The text as LIKE has it. */
    public String pattern() {
      return "%"
          + text.toLowerCase(Locale.ROOT).replace("!", "!!").replace("%", "!%").replace("_", "!_")
          + "%";
    }
  }

  /**
   * Rejects of a run in the order of their rows.
   *
   * @param after the row behind which they begin; 0 for the first
   */
  @SqlQuery(
      """
      select * from reject
      where run_id = :runId and row_number > :after and (:all = 1 or state = 'OPEN')
        and (:code = '' or code = :code) and (:column = '' or column_name = :column)
        and (:cause = '' or cause = :cause)
        and (:text = '' or lower(row_key) like :pattern escape '!'
          or lower(reason) like :pattern escape '!')
      order by row_number limit :most
      """)
  List<RejectRow> find(String runId, @BindMethods Filter filter, long after, int most);
}
