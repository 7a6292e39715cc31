package io.writeback.destination.workiva;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.destination.RowCount;
import java.util.List;

/**
 * What a route says about a Workiva sink.
 *
 * @param sheet the id or the title of a sheet
 * @param header whether the names of the columns go first
 * @param clear whether what lies in the region beyond the data is emptied
 * @param rows how many rows are enough
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
    RowCount rows,
    int batchSize) {
  /** What becomes of text that begins with =, which Workiva would compute. */
  enum Formulas {
    REFUSE,
    ALLOW
  }

  static final int MOST_ROWS = 50_000;

  private static final Option<String> SPREADSHEET =
      Option.required(
              "spreadsheetId",
              "the id of the spreadsheet, or the address of its page",
              "",
              "an id or the address of a page",
              PastedId::spreadsheet)
          .titled("Spreadsheet ID")
          .says(
              "The spreadsheet: its id, or the address of its page. `./writeback discover workiva`"
                  + " lists them.")
          .example("124efa2a142f472ba1ceab34ed18915f");

  private static final Option<String> SHEET =
      Option.required(
              "sheetId",
              "the id or the title of the sheet, or the address of its page",
              "",
              "an id, a title or the address of a page",
              PastedId::sheet)
          .titled("Sheet ID")
          .says(
              "The sheet: its id, its title if only one sheet has it, or the address of its page."
                  + " `./writeback discover workiva SPREADSHEET` lists them. Name a sheet the same"
                  + " way in all routes: runs recognise a shared sheet by this text and wait for each"
                  + " other.")
          .example("US Employment");

  private static final Option<Region> REGION =
      Option.required(
              "region",
              "where the data goes, such as " + Region.FORMS,
              new Region(Region.Form.SHEET, 1, 1, 0, 0),
              Region.FORMS,
              Region::parse)
          .says(
              "The target range: `A1`, `A2:D8`, `A:A`, `1:3`, `B3:` or `:`. See"
                  + " [Regions](#regions). `B3:` and `:` need quotes in YAML.")
          .example("A2:D8");

  private static final Option<Boolean> HEADER =
      Option.bool("header", true)
          .says("Whether the column names are written first, as a separate row.");

  private static final Option<Formulas> FORMULAS =
      Option.choice("formulas", Formulas.REFUSE)
          .says(
              "Text that begins with `=` is a formula to Workiva. `refuse` stops the run before"
                  + " anything is written; `allow` writes it.");

  private static final Option<Boolean> CLEAR =
      Option.bool("clear", true).says("Whether the part of the region beyond the data is emptied.");

  private static final Option<Boolean> ALLOW_EMPTY =
      Option.bool("allowEmpty", false).says("Whether a DataSet without rows may empty the region.");

  private static final Option<Integer> BATCH_SIZE =
      Option.integer("batchSize", 0, 1, MOST_ROWS)
          .without("as many as fit")
          .says(
              "The maximum number of rows in one request, 1 to 50,000. A request never has more than 50,000"
                  + " cells or 8 MB.")
          .example("1000");

  static final Option<String> ACCOUNT =
      Option.text("account", "workiva")
          .says("The account of application.properties: `account.NAME.region` and credentials.")
          .example("workiva-eu");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> ALL =
      List.of(
          SPREADSHEET,
          SHEET,
          REGION,
          HEADER,
          FORMULAS,
          CLEAR,
          ALLOW_EMPTY,
          RowCount.MAX_SHRINK,
          BATCH_SIZE,
          ACCOUNT);

  /** Reads the options and notes every mistake in them. */
  static WorkivaOptions of(Settings options) {
    return new WorkivaOptions(
        ACCOUNT.in(options),
        SPREADSHEET.in(options),
        SHEET.in(options),
        REGION.in(options),
        HEADER.in(options),
        FORMULAS.in(options),
        CLEAR.in(options),
        RowCount.of(ALLOW_EMPTY.in(options), options),
        BATCH_SIZE.in(options));
  }
}
