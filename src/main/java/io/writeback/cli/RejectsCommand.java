package io.writeback.cli;

import io.writeback.ledger.RejectEntry;
import io.writeback.ledger.RejectRow;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rejects RUN}: the rows that were not written, and why. */
@Command(
    name = "rejects",
    description = {
      "Shows the rows that a run did not write and no later one has, and why.",
      "--csv saves them for correction; replay sends them again.",
    })
final class RejectsCommand extends ConfiguredCommand {
  private static final List<String> COLUMNS = List.of("row", "key", "code", "column", "reason");
  private static final List<String> ALL_COLUMNS =
      List.of("row", "key", "state", "written by", "code", "column", "reason");

  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Writes all open rejects to this file: their original columns, then _wb_run, _wb_row,"
              + " _wb_code, _wb_column and _wb_reason. No file if there are none.")
  private Path csv;

  @Option(
      names = "--all",
      description = "Also shows the rows that a later run has written, each with that run.")
  private boolean all;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Shows at most this many rows. Default: 50")
  private int limit;

  @Override
  public Integer call() {
    requireLimit(limit);
    try (OpenedLedger opened = OpenedLedger.of(this)) {
      String id = opened.entry(run).id();
      Counts counts =
          new Counts(
              id,
              opened.ledger().batches().totals(id).rejectRows(),
              opened.ledger().rejects().countOpen(id));
      if (csv != null && counts.open() > 0) {
        Path file = csv.toAbsolutePath();
        long formulas = opened.files(id).exportRejects(id, opened.ledger(), file);
        saved(counts, file);
        warn(formulas);
      } else {
        List<RejectRow> rejects = opened.ledger().rejects().list(id, all, limit);
        print(fields(counts, "rejects", rejects), text(counts, rejects));
      }
      return 0;
    }
  }

  /** How many rejects a run has, and how many of them no later run has written. */
  private record Counts(String run, long rejected, long open) {}

  private void saved(Counts counts, Path file) {
    // A device may be the standard output, which then has the rows and nothing else.
    Screen out = Files.isRegularFile(file) ? out() : err();
    if (json()) {
      out.println(Output.json(fields(counts, "file", file.toString())));
    } else {
      out.printf(
          "%s of run %s in %s%nCorrect the cells there and send them with ./writeback replay %s"
              + " --from %s%n",
          Count.of(counts.open(), "open reject is", "open rejects are"),
          counts.run(),
          Visible.line(file.toString()),
          counts.run(),
          word(csv.toString()));
    }
  }

  /** A text as one word of a command that a person copies into a shell. */
  private static String word(String text) {
    return text.matches("[A-Za-z0-9_@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The file has what the DataSet has, or its replay would send something else. */
  private void warn(long formulas) {
    if (formulas > 0) {
      err()
          .printf(
              "%s in it: a spreadsheet program evaluates cells that begin with = + - @ or a tab."
                  + " Import the columns as text, or use a text editor.%n",
              Count.of(formulas, "cell looks like a formula", "cells look like formulas"));
    }
  }

  private String text(Counts counts, List<RejectRow> rejects) {
    if (rejects.isEmpty()) {
      return counts.rejected() == 0
          ? "Run " + counts.run() + " has no rejected rows."
          : "Run %s has no open rejects: all %s were written since; --all shows them."
              .formatted(counts.run(), TextTable.text(counts.rejected()));
    }
    long more = (all ? counts.rejected() : counts.open()) - rejects.size();
    String rest =
        all
            ? "--limit shows more of them"
            : "./writeback rejects " + counts.run() + " --csv FILE saves all of them";
    return (table(rejects) + (more > 0 ? TextTable.text(more) + " more; " + rest : ""))
        .stripTrailing();
  }

  private TextTable table(List<RejectRow> rejects) {
    TextTable table = new TextTable(all ? ALL_COLUMNS : COLUMNS);
    for (RejectRow row : rejects) {
      RejectEntry reject = row.reject();
      List<Object> cells = new ArrayList<>(List.of(reject.row(), reject.key()));
      if (all) {
        cells.add(row.state());
        cells.add(row.supersededBy());
      }
      cells.addAll(List.of(reject.code(), reject.column(), reject.reason()));
      table.row(cells);
    }
    return table;
  }

  private static Map<String, Object> fields(Counts counts, String name, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", counts.run());
    fields.put("rejected", counts.rejected());
    fields.put("open", counts.open());
    fields.put(name, value);
    return fields;
  }
}
