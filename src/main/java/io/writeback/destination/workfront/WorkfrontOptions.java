package io.writeback.destination.workfront;

import io.writeback.config.Settings;
import io.writeback.destination.BatchPolicy;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a route says about a Workfront sink.
 *
 * @param account the name of the account
 * @param object what is written
 * @param idColumn the column with the IDs of the objects
 * @param columns which column goes where, against the names
 * @param listsAsText columns or fields whose lists go out as one text with commas
 * @param unmatchedColumns what becomes of columns that fit no field
 * @param blankCells what a blank cell means
 * @param zone where dates and times without a zone are meant
 * @param checkForms whether the forms of the objects are read before custom fields are sent
 * @param batchSize records in one call; Workfront API basics: at most 100 objects a call
 * @param concurrency calls in flight at most
 * @param maxFailedRecords more rejects than this stop the run, -1 for any number
 * @param fullEvery how often every row is sent although only changed ones are; empty if every row
 *     always is
 * @param errorThreshold a larger part of rejects than this stops the run
 * @param atomic whether the records of a call are written all or none
 * @param writeOnly what is proven of a record whose fields Workfront never shows
 */
record WorkfrontOptions(
    String account,
    ObjectType object,
    String idColumn,
    ColumnOverrides columns,
    List<String> listsAsText,
    Unmatched unmatchedColumns,
    BlankCells blankCells,
    ZoneId zone,
    boolean checkForms,
    int batchSize,
    int concurrency,
    Optional<Duration> fullEvery,
    int maxFailedRecords,
    double errorThreshold,
    Atomic atomic,
    WriteOnly writeOnly) {
  /** What becomes of columns that fit no field. */
  enum Unmatched {
    IGNORE,
    FAIL
  }

  /** What a blank cell means: leave the field, clear it, or NULL leaves and "" clears. */
  enum BlankCells {
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
  enum Atomic {
    /** Each record by itself. */
    FALSE,
    /** A call that wrote none is rejected whole. */
    TRUE,
    /** A call that wrote none is searched for the record at fault, by calls that are atomic too. */
    BISECT
  }

  /** What becomes of a record that has only fields which Workfront takes and never shows. */
  enum WriteOnly {
    /** It is written but not confirmed: it differs, and the fields are named. */
    NAME,
    /** Workfront's yes confirms it. */
    CONFIRM
  }

  static final int MOST_RECORDS = 100;

  /**
   * How many bytes one call may have, as request or as answer. No limit is documented; this one
   * keeps a batch in flight small beside the heap.
   */
  private static final long MOST_BYTES = 4L << 20;

  /** Before this many rows a few early mistakes would be a large part. */
  private static final long THRESHOLD_AFTER = 1_000;

  WorkfrontOptions {
    Objects.requireNonNull(account);
    Objects.requireNonNull(object);
    Objects.requireNonNull(idColumn);
    Objects.requireNonNull(columns);
    listsAsText = List.copyOf(listsAsText);
    Objects.requireNonNull(unmatchedColumns);
    Objects.requireNonNull(blankCells);
    Objects.requireNonNull(zone);
    Objects.requireNonNull(fullEvery);
    Objects.requireNonNull(atomic);
    Objects.requireNonNull(writeOnly);
    if (batchSize < 1 || batchSize > MOST_RECORDS || concurrency < 1 || maxFailedRecords < -1) {
      throw new IllegalArgumentException(
          "batchSize %d, concurrency %d, maxFailedRecords %d"
              .formatted(batchSize, concurrency, maxFailedRecords));
    }
  }

  /** The name of the account that the options choose. */
  static String account(Settings options) {
    return options.text("account").orElse("workfront");
  }

  /**
   * Reads the options and notes every mistake in them; a mistaken option has its default, an object
   * that cannot be written is replaced by one that can, so that the rest can be read.
   *
   * @param limit the account's max-concurrency
   */
  static WorkfrontOptions of(Settings options, int limit) {
    String account = account(options);
    WorkfrontOptions read =
        new WorkfrontOptions(
            account,
            object(options),
            options.text("idColumn").orElse("ID"),
            columns(options),
            listsAsText(options),
            options.choice("unmatchedColumns", Unmatched.IGNORE),
            options.choice("blankCells", BlankCells.KEEP),
            options.zone("zone", ZoneOffset.UTC),
            options.bool("checkForms", true),
            options.integer("batchSize", MOST_RECORDS, 1, MOST_RECORDS),
            options.integer("concurrency", limit, 1, WorkfrontAccount.MOST_CONCURRENCY),
            fullEvery(options),
            options.integer("maxFailedRecords", -1, 0, Integer.MAX_VALUE),
            options.fraction("errorThreshold", 0.5),
            options.choice("atomic", Atomic.FALSE),
            options.choice("writeOnlyFields", WriteOnly.NAME));
    if (read.atomic() != Atomic.FALSE && read.object().editing() == ObjectType.Editing.SINGLE) {
      options.problem(
          Code.BAD_VALUE,
          "atomic",
          "has no use for %s: its records go out one by one".formatted(read.object().described()));
    }
    if (read.concurrency() > limit) {
      options.problem(
          Code.BAD_VALUE,
          "concurrency",
          "is %d, but account.%s.max-concurrency is %d"
              .formatted(read.concurrency(), account, limit));
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

  private static ObjectType object(Settings options) {
    ObjectType fallback = ObjectTypes.writable("PROJ");
    options.required("object", "what is written: an ObjCode or name, such as project");
    return options.parsed(
        "object", fallback, "an object that can be edited", ObjectTypes::writable);
  }

  private static ColumnOverrides columns(Settings options) {
    return options
        .text("columns")
        .map(
            text ->
                ColumnOverrides.parse(
                    text, mistake -> options.problem(Code.BAD_VALUE, "columns", mistake)))
        .orElse(ColumnOverrides.NONE);
  }

  private static List<String> listsAsText(Settings options) {
    return options
        .text("listsAsText")
        .map(
            text ->
                ColumnOverrides.names(
                    text, mistake -> options.problem(Code.BAD_VALUE, "listsAsText", mistake)))
        .orElse(List.of());
  }

  /** Read in every mode, so that a mistake shows before the mode is changed. */
  private static Optional<Duration> fullEvery(Settings options) {
    Duration fullEvery = options.duration("fullEvery", Duration.ofDays(7));
    return options.choice("mode", Mode.FULL) == Mode.CHANGED
        ? Optional.of(fullEvery)
        : Optional.empty();
  }

  /** Where the API has no bulk update, a batch is one record, whatever batchSize says. */
  BatchPolicy policy() {
    int records = object.editing() == ObjectType.Editing.SINGLE ? 1 : batchSize;
    return new BatchPolicy(
        records,
        MOST_BYTES,
        concurrency,
        maxFailedRecords,
        errorThreshold,
        THRESHOLD_AFTER,
        atomic != Atomic.TRUE);
  }
}
