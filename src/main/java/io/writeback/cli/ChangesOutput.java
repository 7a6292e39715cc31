package io.writeback.cli;

import io.writeback.changes.ChangeFile;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangesCsv;
import io.writeback.changes.SummaryTable;
import io.writeback.console.HtmlChanges;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Count;
import io.writeback.problem.Lengths;
import io.writeback.problem.Reason;
import io.writeback.problem.Visible;
import io.writeback.run.KeptField;
import io.writeback.run.PlannedChanges;
import io.writeback.run.RunFiles;
import io.writeback.view.PlannedRun;
import io.writeback.view.StateText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a run would change, as a person wants to have it. */
final class ChangesOutput {
  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Writes every change into this file: row, key, field, before, after.")
  private Path csv;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Writes a page into this file, in one piece, fit for a mail; with cell values.")
  private Path html;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Prints at most this many changes. Default: 20")
  private int limit;

  void requireOptions() {
    ConfiguredCommand.requireLimit(limit);
  }

  /**
   * Writes the files that were asked for, and gives what is printed.
   *
   * @param notes what the destination said beforehand, one sentence each
   * @throws io.writeback.problem.WritebackException if the run has no changes to show
   */
  Shown of(RunEntry run, RunFiles files, List<String> notes) {
    PlannedChanges planned =
        files
            .planned()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        Code.NOT_A_PLAN,
                        "",
                        "run %s was not planned: what it would change is not known"
                            .formatted(run.id())));
    ChangeFile changes = files.changes();
    RunFiles.Kept kept = files.kept(limit);
    Map<String, Object> fields = PlannedRun.fields(run, planned);
    fields.put("keptFields", kept.fields());
    fields.put("kept", kept.first());
    fields.put("notes", notes);
    if (csv != null) {
      write(
          csv,
          "--csv",
          out -> {
            try (ChangeReader all = changes.open()) {
              ChangesCsv.write(all, out);
            }
          });
      fields.put("csv", csv.toAbsolutePath().toString());
    }
    if (html != null) {
      write(html, "--html", out -> out.write(page(run, planned, changes, kept, notes)));
      fields.put("html", html.toAbsolutePath().toString());
    }
    return new Shown(fields, text(run, planned, changes, kept, notes));
  }

  /** What is printed: as JSON, or as text. */
  record Shown(Map<String, Object> json, String text) {}

  private static String page(
      RunEntry run,
      PlannedChanges planned,
      ChangeFile changes,
      RunFiles.Kept kept,
      List<String> notes) {
    List<String> above = new ArrayList<>();
    if (run.waitsForApproval() && run.reason() != null) {
      above.add(run.reason());
    }
    above.addAll(notes);
    kept.first().forEach(field -> above.add(sentence(field)));
    try (ChangeReader all = changes.open()) {
      return HtmlChanges.of(
          run.isUndo()
              ? "What undo %s of run %s would put back".formatted(run.id(), run.undoes())
              : "What run %s of %s would change".formatted(run.id(), run.writeback()),
          planned.changes(),
          above,
          all,
          InstantSource.system());
    }
  }

  private static String sentence(KeptField field) {
    return "row %,d, %s: %s".formatted(field.row(), field.key(), field.sentence());
  }

  private String text(
      RunEntry run,
      PlannedChanges planned,
      ChangeFile changes,
      RunFiles.Kept kept,
      List<String> notes) {
    StringBuilder text = new StringBuilder();
    Instant lookedAt = Instant.ofEpochMilli(planned.millis());
    Duration age = Duration.between(lookedAt, Instant.now());
    text.append(
        "%s, looked at %s (%s ago)%n%n"
            .formatted(
                run.isUndo()
                    ? "Undo %s of run %s of %s".formatted(run.id(), run.undoes(), run.writeback())
                    : "Plan %s of %s".formatted(run.id(), run.writeback()),
                StateText.time(lookedAt),
                Lengths.text(Duration.ofSeconds(Math.max(0, age.toSeconds())))));
    try (ChangeReader all = changes.open()) {
      text.append(SummaryTable.of(planned.changes(), all, limit));
    }
    if (kept.fields() > 0) {
      text.append("\nkept, as someone changed it since\n");
      kept.first().forEach(field -> text.append("  %s%n".formatted(Visible.line(sentence(field)))));
      if (kept.fields() > kept.first().size()) {
        text.append("  and %,d more%n".formatted(kept.fields() - kept.first().size()));
      }
    }
    if (planned.changes().cells() == 0) {
      text.append("\nnothing would change\n");
    } else {
      text.append(
          "%nabout %s, about %s%n"
              .formatted(
                  Count.of(planned.requests(), "request"),
                  Lengths.text(Duration.ofSeconds(Math.max(1, planned.seconds())))));
    }
    notes.forEach(note -> text.append("%nnote  %s%n".formatted(Visible.line(note))));
    if (run.waitsForApproval()) {
      text.append("\n%s\n".formatted(Visible.line(run.reason())));
    }
    if (csv != null) {
      text.append("\nEvery change is in %s\n".formatted(csv.toAbsolutePath()));
    }
    if (html != null) {
      text.append("\nThe page is %s\n".formatted(html.toAbsolutePath()));
    }
    return text.toString().stripTrailing();
  }

  @FunctionalInterface
  private interface Content {
    void writeTo(Writer out) throws IOException;
  }

  private static void write(Path file, String option, Content content) {
    try (Writer out = Files.newBufferedWriter(file)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          option,
          "the file %s cannot be written: %s".formatted(file, Reason.root(e)));
    }
  }
}
