package io.writeback.console;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunSummary;
import io.writeback.view.RunViews;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The page of a run as one file: with its style, without scripts and links, fit for a mail. */
public final class HtmlReport {
  private static final TemplateEngine TEMPLATES = Console.templates();

  private HtmlReport() {}

  /**
   * @param showValues whether keys and cell values are shown
   */
  public static String of(
      RunSummary run, Ledger ledger, RunViews views, InstantSource clock, boolean showValues) {
    Assets assets = new Assets();
    Pages pages =
        new Pages(
            ledger, views, new Catalogue(List.of(), List.of()), clock, id -> false, showValues);
    String style =
        new String(assets.find("console.css").orElseThrow().content(), StandardCharsets.UTF_8);
    StringOutput out = new StringOutput();
    TEMPLATES.render(
        "report.jte",
        Map.of(
            "frame",
            new Frame(
                "Run %s of %s".formatted(run.run().id(), run.run().writeback()),
                "",
                null,
                false,
                clock.instant(),
                assets),
            "page",
            pages.run(run),
            "style",
            "<style>" + style + "</style>"),
        out);
    return out.toString();
  }
}
