package io.writeback.destination.workfront.mapping;

import io.writeback.config.Entries;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.workfront.account.WorkfrontAccount;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a route says about a Workfront sink.
 *
 * @param object what is written
 * @param idColumn the column with the IDs of the objects
 * @param columns which column goes where, against the names
 * @param listsAsText columns or fields whose lists go out as one text with commas
 * @param unmatchedColumns what becomes of columns that fit no field
 * @param blankCells what a blank cell means
 * @param zone where dates and times without a zone are meant
 * @param checkForms whether the forms of the objects are read before custom fields are sent
 * @param policy Workfront API basics: at most 100 objects a call; where the API has no bulk update,
 *     a batch is one record, whatever batchSize says
 * @param fullEvery how often every row is sent although only changed ones are; empty if every row
 *     always is
 * @param atomic whether the records of a call are written all or none
 * @param writeOnly what is proven of a record whose fields Workfront never shows
 * @param newRows what becomes of rows that have no ID
 * @param gone what becomes of objects whose rows are gone; empty if nothing does
 */
public record WorkfrontOptions(
    ObjectType object,
    String idColumn,
    ColumnOverrides columns,
    List<String> listsAsText,
    Unmatched unmatchedColumns,
    BlankCells blankCells,
    ZoneId zone,
    boolean checkForms,
    BatchPolicy policy,
    Optional<Duration> fullEvery,
    Atomic atomic,
    WriteOnly writeOnly,
    NewRows newRows,
    Optional<GoneOptions> gone) {
  /** What becomes of columns that fit no field. */
  enum Unmatched {
    IGNORE,
    FAIL
  }

  /** What a blank cell means: leave the field, clear it, or NULL leaves and "" clears. */
  public enum BlankCells {
    KEEP,
    CLEAR,
    DISTINGUISH
  }

  /** Which rows are sent. */
  enum Mode {
    FULL,
    CHANGED
  }

  /** Whether a call writes all or none, and what becomes of one that wrote none. */
  public enum Atomic {
    /** Each record by itself. */
    FALSE,
    /** A call that wrote none is rejected whole. */
    TRUE,
    /** A call that wrote none is searched for the record at fault, by calls that are atomic too. */
    BISECT
  }

  /** What becomes of a record that has only fields which Workfront takes and never shows. */
  public enum WriteOnly {
    /** It is written but not confirmed: it differs, and the fields are named. */
    NAME,
    /** Workfront's yes confirms it. */
    CONFIRM
  }

  static final int MOST_RECORDS = 100;

  static final String DEFAULT_ID_COLUMN = "ID";

  /**
   * How many bytes one call may have, as request or as answer. No limit is documented; this one
   * keeps a batch in flight small beside the heap.
   */
  private static final long MOST_BYTES = 4L << 20;

  /** Before this many rows a few early mistakes would be a large part. */
  private static final long THRESHOLD_AFTER = 1_000;

  private static final Option<ObjectType> OBJECT =
      Option.required(
              "object",
              "what is written: an ObjCode or name, such as project",
              ObjectType.writable("PROJ"),
              "an object that can be edited",
              ObjectType::writable)
          .says(
              "What to update: an ObjCode or a name, in upper or lower case (`PROJ`, `project`,"
                  + " `Task`, `issue`). See [Objects](#objects).")
          .example("project");

  private static final Option<String> ID_COLUMN =
      Option.text("idColumn", DEFAULT_ID_COLUMN)
          .titled("ID column")
          .says("The column with the object's ID. It selects the object and is never written.")
          .example("Project ID");

  private static final Option<Optional<String>> COLUMNS =
      Option.text("columns")
          .says(
              "Targets of columns whose names match no field: `Project Status=status, Notes=-`. The"
                  + " name after `=` is a key, a custom name or a label; `-` excludes the column. A"
                  + " backslash escapes `,`, `=` and blanks at the ends of a name.")
          .example("Project Status=status, Notes=-");

  private static final Option<Optional<String>> LISTS_AS_TEXT =
      Option.text("listsAsText")
          .says(
              "Columns or fields, such as `Markets, DE:Approvals`, whose lists are sent as one"
                  + " comma-separated text instead of a JSON array. See [Custom"
                  + " fields](#custom-fields).")
          .example("Markets, DE:Approvals");

  private static final Option<Unmatched> UNMATCHED_COLUMNS =
      Option.choice("unmatchedColumns", Unmatched.IGNORE)
          .says(
              "`ignore` skips columns that match no field and lists them in the report. `fail` makes"
                  + " them an error (WB-413).");

  private static final Option<BlankCells> BLANK_CELLS =
      Option.choice("blankCells", BlankCells.KEEP)
          .says(
              "What a blank cell means: `keep` leaves the field as it is, `clear` empties it,"
                  + " `distinguish` keeps for NULL and clears for an empty text. See [Blank"
                  + " cells](#blank-cells).");

  private static final Option<ZoneId> ZONE =
      Option.zone("zone", ZoneOffset.UTC)
          .titled("Time zone")
          .says("The zone of dates and times without one: `UTC`, `+02:00`, `America/New_York`.")
          .example("America/New_York");

  private static final Option<Boolean> CHECK_FORMS =
      Option.bool("checkForms", true)
          .says(
              "For columns of custom fields: whether the forms of the objects are read before"
                  + " anything is sent, so that rows whose object has no form with the field are"
                  + " counted beforehand and cause no extra requests for other rows. See [Custom"
                  + " forms](#custom-forms).");

  private static final Option<Mode> MODE =
      Option.choice("mode", Mode.FULL)
          .says(
              "`full` sends every row. `changed` sends the rows that differ from what was confirmed"
                  + " last. It does not detect manual edits in Workfront. See [Changed"
                  + " rows](#changed-rows).");

  private static final Option<Duration> FULL_EVERY =
      Option.duration("fullEvery", Duration.ofDays(7))
          .says(
              "For `mode=changed`: the next run sends every row again if that was last done this"
                  + " long ago, or longer. `0s` makes every run do so.")
          .example("24h");

  private static final Option<Integer> BATCH_SIZE =
      Option.integer("batchSize", MOST_RECORDS, 1, MOST_RECORDS)
          .says("The maximum number of records in one request, 1 to 100.");

  private static final Option<Integer> MAX_FAILED_RECORDS =
      Option.integer("maxFailedRecords", -1, 0, Integer.MAX_VALUE)
          .titled("Maximum failed records")
          .without("any number")
          .says("More rejected rows than this stop the run (WB-410). 0 stops at the first.")
          .example("1000");

  private static final Option<Double> ERROR_THRESHOLD =
      Option.fraction("errorThreshold", 0.5)
          .says(
              "A larger fraction of rejected rows than this stops the run (WB-410). Checked after"
                  + " the first 1,000 rows.");

  private static final Option<Atomic> ATOMIC =
      Option.choice("atomic", Atomic.FALSE)
          .says(
              "`true` writes all records of a request or none, and rejects the whole batch if one is"
                  + " refused. `bisect` splits such a batch until the bad record is isolated. What was"
                  + " written is read back. `false` writes each record independently. See [Atomic"
                  + " batches](#atomic-batches).");

  private static final Option<WriteOnly> WRITE_ONLY_FIELDS =
      Option.choice("writeOnlyFields", WriteOnly.NAME)
          .titled("Write-only fields")
          .says(
              "How to count a row that has only fields which Workfront accepts and never shows"
                  + " (`auditNote`, `password`): `name` counts it as differs and names the fields,"
                  + " `confirm` counts it as confirmed by Workfront's response. See [Write-only fields](#write-only-fields).");

  public static final Option<String> ACCOUNT =
      Option.text("account", "workfront")
          .says("The account of application.properties: `account.NAME.url` and credentials.")
          .example("workfront-emea");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> ALL =
      Stream.of(
              List.of(
                  OBJECT,
                  ID_COLUMN,
                  COLUMNS,
                  LISTS_AS_TEXT,
                  UNMATCHED_COLUMNS,
                  BLANK_CELLS,
                  ZONE,
                  CHECK_FORMS,
                  MODE,
                  FULL_EVERY,
                  BATCH_SIZE,
                  concurrency(WorkfrontAccount.MOST_CONCURRENCY),
                  MAX_FAILED_RECORDS,
                  ERROR_THRESHOLD,
                  ATOMIC,
                  WRITE_ONLY_FIELDS,
                  ACCOUNT),
              NewRows.ALL,
              GoneOptions.ALL)
          .<Option<?>>flatMap(List::stream)
          .toList();

  public WorkfrontOptions {
    listsAsText = List.copyOf(listsAsText);
  }

  /**
   * Reads the options and notes every mistake in them; a mistaken option has its default, an object
   * that cannot be written is replaced by one that can, so that the rest can be read.
   *
   * @param limit the account's max-concurrency
   */
  public static WorkfrontOptions of(Settings options, int limit) {
    String account = ACCOUNT.in(options);
    ObjectType object = OBJECT.in(options);
    Atomic atomic = ATOMIC.in(options);
    boolean single = object.editing() == ObjectType.Editing.SINGLE;
    WorkfrontOptions read =
        new WorkfrontOptions(
            object,
            ID_COLUMN.in(options),
            names(COLUMNS, options, ColumnOverrides::parse).orElse(ColumnOverrides.NONE),
            names(LISTS_AS_TEXT, options, Entries::names).orElse(List.of()),
            UNMATCHED_COLUMNS.in(options),
            BLANK_CELLS.in(options),
            ZONE.in(options),
            CHECK_FORMS.in(options),
            policy(options, limit, single, atomic),
            fullEvery(options),
            atomic,
            WRITE_ONLY_FIELDS.in(options),
            NewRows.of(options),
            GoneOptions.of(options));
    if (atomic != Atomic.FALSE && single) {
      options.problem(
          Code.BAD_VALUE,
          "atomic",
          "has no use for %s: its records go out one by one".formatted(object.described()));
    }
    if (read.formOnAll() && !read.checkForms()) {
      options.problem(
          Code.BAD_VALUE,
          CHECK_FORMS.name(),
          "is false, and formOn=all needs to know which forms objects have");
    }
    if (read.policy().concurrency() > limit) {
      options.problem(
          Code.BAD_VALUE,
          "concurrency",
          "is %d, but account.%s.max-concurrency is %d"
              .formatted(read.policy().concurrency(), account, limit));
    }
    if (read.columns().fields().containsKey(read.idColumn())) {
      options.problem(
          Code.BAD_VALUE,
          "columns",
          "names \"%s\", the idColumn, which selects the record and is never written"
              .formatted(read.idColumn()));
    }
    return read;
  }

  /**
   * @param limit the account's max-concurrency
   */
  private static Option<Integer> concurrency(int limit) {
    return Option.integer("concurrency", limit, 1, WorkfrontAccount.MOST_CONCURRENCY)
        .without("the account's `max-concurrency`")
        .says(
            "The maximum number of batches of this run in flight; by default as many as the account"
                + " allows. More is an error.")
        .example("2");
  }

  /** Reads a list of names, which may have several mistakes. */
  private static <T> Optional<T> names(
      Option<Optional<String>> option,
      Settings options,
      BiFunction<String, Consumer<String>, T> parser) {
    return option
        .in(options)
        .map(
            text ->
                parser.apply(
                    text, mistake -> options.problem(Code.BAD_VALUE, option.name(), mistake)));
  }

  /** Read in every mode, so that a mistake shows before the mode is changed. */
  private static Optional<Duration> fullEvery(Settings options) {
    Duration fullEvery = FULL_EVERY.in(options);
    return MODE.in(options) == Mode.CHANGED ? Optional.of(fullEvery) : Optional.empty();
  }

  /** The columns that are not written. */
  public Set<String> leftOut() {
    return columns.leftOut();
  }

  /** The name of the custom form that objects get, if they get one. */
  public Optional<String> form() {
    return newRows.form();
  }

  /** Whether objects that exist get it, too. */
  public boolean formOnAll() {
    return newRows.formOnAll();
  }

  private static BatchPolicy policy(Settings options, int limit, boolean single, Atomic atomic) {
    int batchSize = BATCH_SIZE.in(options);
    return new BatchPolicy(
        single ? 1 : batchSize,
        MOST_BYTES,
        concurrency(limit).in(options),
        MAX_FAILED_RECORDS.in(options),
        ERROR_THRESHOLD.in(options),
        THRESHOLD_AFTER,
        atomic != Atomic.TRUE);
  }
}
