package io.writeback.destination.dataworld;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.destination.RowCount;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a route says about a DataSet that becomes a file.
 *
 * @param account the name of the account
 * @param zone in which a run has its date
 * @param waitForIngest whether a run ends when data.world has read the file, and not when it has it
 * @param settle how long after the upload the dataset's status may be the one from before it
 * @param compared whether a file is only sent if it is not what was confirmed last under its name
 * @param rows how many rows are enough
 */
record DataWorldOptions(
    String account,
    DatasetKey dataset,
    FileName fileName,
    FileName.Append append,
    ZoneId zone,
    boolean waitForIngest,
    Duration settle,
    boolean compared,
    RowCount rows) {
  /** Which files are sent. */
  private enum Mode {
    FULL,
    CHANGED
  }

  private static final Option<DatasetKey> DATASET =
      Option.required(
              "dataset",
              "owner/id of the dataset, or the address of its page",
              new DatasetKey("", ""),
              "owner/id or the address of a page",
              DatasetKey::parse)
          .says(
              "The dataset: `owner/id`, or the address of its page. `./writeback discover"
                  + " data-world` lists them.")
          .example("acme/sales-data");

  private static final Option<FileName.Append> APPEND =
      Option.choice("append", FileName.Append.NONE)
          .titled("Append date or number")
          .says(
              "What is appended to the name: `none` overwrites one file, `date` creates one file per"
                  + " day (`Name_MM-DD-YYYY.csv`), `number` one per run (`Name_1.csv`). See"
                  + " [Names](#names).");

  private static final Option<ZoneId> ZONE =
      Option.zone("zone", ZoneOffset.UTC)
          .titled("Time zone")
          .says("The time zone for the date of a run.")
          .example("America/New_York");

  private static final Option<Boolean> WAIT_FOR_INGEST =
      Option.bool("waitForIngest", false)
          .says(
              "Whether the run waits until data.world has read the file into its tables. See [After"
                  + " the upload](#after-the-upload).");

  private static final Option<Duration> SETTLE =
      Option.duration("settle", UploadAnswer.UNTIL_SHOWN)
          .titled("Settling time")
          .says(
              "How long after the upload data.world's responses may still show the previous state,"
                  + " `0s` to `1h`. See [After the upload](#after-the-upload).");

  private static final Option<Boolean> ALLOW_EMPTY =
      Option.bool("allowEmpty", false)
          .says("Whether a DataSet without rows may become a file with only a header.");

  private static final Option<Mode> MODE =
      Option.choice("mode", Mode.FULL)
          .says(
              "`full` sends the file in every run, `changed` only if it differs from what was last"
                  + " confirmed under its name. See [Changed files](#changed-files).");

  static final Option<String> ACCOUNT =
      Option.text("account", "data-world")
          .says("The account of application.properties: `account.NAME.token`.")
          .example("data-world-emea");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> ALL =
      List.of(
          DATASET,
          fileName(FileName.Append.NONE),
          APPEND,
          ZONE,
          WAIT_FOR_INGEST,
          SETTLE,
          ALLOW_EMPTY,
          RowCount.MAX_SHRINK,
          MODE,
          ACCOUNT);

  /** Reads the options and notes every mistake in them. */
  static DataWorldOptions of(Settings options) {
    FileName.Append append = APPEND.in(options);
    return new DataWorldOptions(
        ACCOUNT.in(options),
        DATASET.in(options),
        fileName(append).in(options),
        append,
        ZONE.in(options),
        WAIT_FOR_INGEST.in(options),
        settle(options),
        MODE.in(options) == Mode.CHANGED,
        RowCount.of(ALLOW_EMPTY.in(options), options));
  }

  /** How long it may be depends on what is appended. */
  private static Option<FileName> fileName(FileName.Append append) {
    return Option.required(
            "fileName",
            "the name of the file, without .csv",
            new FileName("", ""),
            "1 to " + FileName.LONGEST + " characters",
            text -> fitting(FileName.parse(text), append))
        .says(
            "The name of the file. `.csv` is added if missing, and never twice. 1 to 128 characters"
                + " including what is appended, no `/`. `./writeback discover data-world OWNER/ID`"
                + " lists the existing files.")
        .example("airports");
  }

  private static Duration settle(Settings options) {
    Duration settle = SETTLE.in(options);
    if (settle.compareTo(UploadAnswer.UNTIL_READ) > 0) {
      options.problem(
          Code.BAD_VALUE, "settle", "is longer than the hour for which the status is polled");
    }
    return settle;
  }

  private static FileName fitting(FileName name, FileName.Append append) {
    String made =
        switch (append) {
          case NONE -> name.plain();
          case DATE -> name.of(Instant.EPOCH, ZoneOffset.UTC);
          case NUMBER -> name.of(1);
        };
    if (made.length() > FileName.LONGEST) {
      throw new IllegalArgumentException(
          "with what is appended it has %d characters".formatted(made.length()));
    }
    return name;
  }
}
