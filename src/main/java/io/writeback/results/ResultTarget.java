package io.writeback.results;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import java.util.List;
import java.util.Optional;

/**
 * Where the results of a writeback go, as the options of its sink say.
 *
 * @param destination {@code domo:NAME} or {@code csv:FOLDER}
 * @param account the account of Domo; null for files
 */
public record ResultTarget(String destination, String account) {
  static final String DOMO = "domo:";
  static final String CSV = "csv:";

  /** The name of the option, for problems with it. */
  public static final String RESULTS = "results";

  /** DataSets of Domo have names, and " runs" follows. */
  private static final int LONGEST = 200;

  private static final Option<String> RESULT =
      Option.text(RESULTS, "")
          .without("nowhere")
          .titled("Results")
          .says(
              "Where the results of each run go once it has ended, a line for each row and one for"
                  + " the run: `domo:NAME` appends them to the DataSets `NAME rows` and `NAME runs`,"
                  + " `csv:FOLDER` writes files. See [Results](results.md).")
          .example("domo:Writeback results");

  private static final Option<String> ACCOUNT =
      Option.text("resultsAccount", "domo")
          .titled("Account of the results")
          .says("The account of Domo that writes them; its client needs the scope data.")
          .example("domo-emea");

  /** All of its options, in the order of the documents. */
  public static final List<Option<?>> OPTIONS = List.of(RESULT, ACCOUNT);

  /** Reads the options, and notes every mistake in them; empty if results go nowhere. */
  public static Optional<ResultTarget> of(Settings options) {
    String text = RESULT.in(options);
    String account = ACCOUNT.in(options);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean domo = text.startsWith(DOMO);
    String name = text.substring(text.indexOf(':') + 1).strip();
    if (!domo && !text.startsWith(CSV) || name.isEmpty() || name.length() > LONGEST) {
      options.problem(
          Code.BAD_VALUE,
          RESULTS,
          "is \"%s\", allowed are domo:NAME with the name of DataSets, and csv:FOLDER; a name has up to %d characters"
              .formatted(text, LONGEST));
      return Optional.empty();
    }
    return Optional.of(new ResultTarget((domo ? DOMO : CSV) + name, domo ? account : null));
  }

  /** Whether it is an account of Domo that writes them. */
  public boolean isDomo() {
    return account != null;
  }
}
