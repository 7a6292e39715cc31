package io.writeback.destination.workiva;

import io.writeback.config.Settings;
import java.util.Objects;

/**
 * What a route says about a Workiva sink.
 *
 * @param sheet the id or the title of a sheet
 * @param header whether the names of the columns go first
 * @param clear whether what lies in the region beyond the data is emptied
 * @param allowEmpty whether a DataSet without rows is written
 * @param maxShrink how much smaller than the last run's the data may be, as a part of it
 * @param batchSize the most rows of a block; 0 for as many as fit
 */
record WorkivaOptions(
    String account,
    String spreadsheet,
    String sheet,
    Region region,
    boolean header,
    Formulas formulas,
    boolean clear,
    boolean allowEmpty,
    double maxShrink,
    int batchSize) {
  /** What becomes of text that begins with =, which Workiva would compute. */
  enum Formulas {
    REFUSE,
    ALLOW
  }

  static final int MOST_ROWS = 50_000;

  WorkivaOptions {
    Objects.requireNonNull(account);
    Objects.requireNonNull(spreadsheet);
    Objects.requireNonNull(sheet);
    Objects.requireNonNull(region);
    Objects.requireNonNull(formulas);
  }

  static String account(Settings options) {
    return options.text("account").orElse("workiva");
  }

  /** Reads the options and notes every mistake in them. */
  static WorkivaOptions of(Settings options) {
    options.required("spreadsheetId", "the id of the spreadsheet, or the address of its page");
    options.required("sheetId", "the id or the title of the sheet, or the address of its page");
    options.required("region", "where the data goes, such as " + Region.FORMS);
    return new WorkivaOptions(
        account(options),
        options.parsed(
            "spreadsheetId", "", "an id or the address of a page", PastedId::spreadsheet),
        options.parsed("sheetId", "", "an id, a title or the address of a page", PastedId::sheet),
        options.parsed(
            "region", new Region(Region.Form.SHEET, 1, 1, 0, 0), Region.FORMS, Region::parse),
        options.bool("header", true),
        options.choice("formulas", Formulas.REFUSE),
        options.bool("clear", true),
        options.bool("allowEmpty", false),
        options.fraction("maxShrink", 0.5),
        options.integer("batchSize", 0, 1, MOST_ROWS));
  }
}
