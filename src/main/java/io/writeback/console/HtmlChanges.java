package io.writeback.console;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.writeback.changes.Change;
import io.writeback.changes.ChangeSummary;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What a run would change as one file: with its style, without scripts and links, fit for a mail.
 * It has values of cells, which is what it is asked for.
 */
public final class HtmlChanges {
  /** A browser shows about this many rows without delay; a file of CSV has all. */
  static final int MOST = 2_000;

  private static final TemplateEngine TEMPLATES = Console.templates();

  private HtmlChanges() {}

  /**
   * @param title what it is a plan of
   * @param over what is over the budget, in sentences
   * @param changes those of the summary, from the first one
   */
  public static String of(
      String title,
      ChangeSummary summary,
      List<String> over,
      Iterator<Change> changes,
      InstantSource clock) {
    Assets assets = new Assets();
    List<Change> first = new ArrayList<>();
    while (first.size() < MOST && changes.hasNext()) {
      first.add(changes.next());
    }
    String style =
        new String(assets.find("console.css").orElseThrow().content(), StandardCharsets.UTF_8);
    StringOutput out = new StringOutput();
    TEMPLATES.render(
        "changes.jte",
        Map.of(
            "frame",
            new Frame(title, "", null, false, clock.instant(), assets),
            "summary",
            summary,
            "over",
            over,
            "changes",
            first,
            "style",
            "<style>" + style + "</style>"),
        out);
    return out.toString();
  }
}
