package io.writeback.destination.dataworld;

import io.writeback.config.Settings;
import io.writeback.destination.RowCount;
import io.writeback.problem.Code;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

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

  DataWorldOptions {
    Objects.requireNonNull(account);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(fileName);
    Objects.requireNonNull(append);
    Objects.requireNonNull(zone);
    Objects.requireNonNull(settle);
    Objects.requireNonNull(rows);
  }

  static String account(Settings options) {
    return options.text("account").orElse("data-world");
  }

  /** Reads the options and notes every mistake in them. */
  static DataWorldOptions of(Settings options) {
    options.required("dataset", "owner/id of the dataset, or the address of its page");
    options.required("fileName", "the name of the file, without .csv");
    FileName.Append append = options.choice("append", FileName.Append.NONE);
    return new DataWorldOptions(
        account(options),
        options.parsed(
            "dataset",
            new DatasetKey("", ""),
            "owner/id or the address of a page",
            DatasetKey::parse),
        options.parsed(
            "fileName",
            new FileName("", ""),
            "1 to " + FileName.LONGEST + " characters",
            text -> fitting(FileName.parse(text), append)),
        append,
        options.zone("zone", ZoneOffset.UTC),
        options.bool("waitForIngest", false),
        settle(options),
        options.choice("mode", Mode.FULL) == Mode.CHANGED,
        new RowCount(options.bool("allowEmpty", false), options.fraction("maxShrink", 0.5)));
  }

  private static Duration settle(Settings options) {
    Duration settle = options.duration("settle", UploadAnswer.UNTIL_SHOWN);
    if (settle.compareTo(UploadAnswer.UNTIL_READ) > 0) {
      options.problem(
          Code.BAD_VALUE, "settle", "is longer than the hour for which the status is asked at all");
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
