package io.writeback.cli;

import io.writeback.ledger.RejectEntry;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rejects RUN}: the rows that were not written, and why. */
@Command(
    name = "rejects",
    description = "Shows the rows that a run did not write, and why; --csv saves them to be fixed.",
    mixinStandardHelpOptions = true)
final class RejectsCommand implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("row", "key", "code", "column", "reason");

  @Parameters(paramLabel = "RUN", description = "An id, the beginning of one, or last.")
  private String run;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description =
          "Writes all rejected rows to this file: their original columns, then _wb_run, _wb_row,"
              + " _wb_code, _wb_column and _wb_reason. No file if there are none.")
  private Path csv;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "Shows at most so many rows. Default: 50")
  private int limit;

  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ConfigurationException(Code.BAD_VALUE, "--limit", limit + " is less than 1");
    }
    try (OpenedLedger opened = OpenedLedger.of(common)) {
      String id = opened.entry(run).id();
      long count = opened.ledger().accounts().totals(id).rejectRows();
      if (csv != null && count > 0) {
        Path file = csv.toAbsolutePath().normalize();
        opened.files(id).exportRejects(id, opened.ledger(), file);
        saved(id, count, file);
      } else {
        show(id, count, opened.history().rejects(id, limit));
      }
      return 0;
    }
  }

  private void saved(String id, long count, Path file) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(Output.json(fields(id, count, "file", file.toString())));
    } else {
      out.printf("%s rejected rows of run %s are in %s%n", TextTable.text(count), id, file);
    }
  }

  private void show(String id, long count, List<RejectEntry> rejects) {
    PrintWriter out = spec.commandLine().getOut();
    if (common.json()) {
      out.println(Output.json(fields(id, count, "rejects", rejects)));
      return;
    }
    if (count == 0) {
      out.println("Run " + id + " has no rejected rows.");
      return;
    }
    TextTable table = new TextTable(COLUMNS);
    rejects.forEach(
        reject ->
            table.row(
                List.of(
                    reject.row(), reject.key(), reject.code(), reject.column(), reject.reason())));
    out.print(table);
    if (count > rejects.size()) {
      out.printf(
          "%s more; ./writeback rejects %s --csv FILE saves all of them%n",
          TextTable.text(count - rejects.size()), id);
    }
    out.flush();
  }

  private static Map<String, Object> fields(String id, long count, String name, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", id);
    fields.put("rejected", count);
    fields.put(name, value);
    return fields;
  }
}
