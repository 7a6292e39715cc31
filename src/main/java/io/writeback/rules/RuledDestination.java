package io.writeback.rules;

import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Columns;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A destination whose rows go through the rules of a route. Files with values are read when a run
 * is planned.
 *
 * @param quota the most bytes of a file that is made of the rows
 */
record RuledDestination(Destination destination, String text, ValueFiles files, long quota)
    implements Destination {
  private static final int MOST_LISTED = 10;

  @Override
  public String target() {
    return destination.target();
  }

  @Override
  public Plan plan(PlanInput input) {
    RuledRows rules = rules(input.schema());
    if (destination.isAllOrNone()) {
      requireAll(rules, input.rows());
    }
    Optional<Snapshot> snapshot = input.snapshot();
    if (destination.sendsFile()) {
      snapshot = snapshot.map(rows -> RuledFile.write(rules, rows, quota));
    }
    Plan plan =
        destination.plan(
            new PlanInput(
                rules.schema(),
                input.count(),
                each -> input.rows().each(row -> rules.passed(row, each)),
                input.past(),
                input.occasion(),
                snapshot,
                rules.blanks()));
    ConfigurationException.throwIfAny(unwritten(rules, plan));
    return new RuledPlan(plan, rules);
  }

  private RuledRows rules(Schema schema) {
    List<Problem> problems = new ArrayList<>();
    RuledRows rules = RuledRows.of(Rules.read(text, files), schema, problems);
    ConfigurationException.throwIfAny(problems);
    return rules;
  }

  /** Where no row can be left out, the rules have to take every one. */
  private void requireAll(RuledRows rules, PlanInput.Rows rows) {
    List<String> faults = new ArrayList<>();
    long[] count = {0};
    rows.each(
        row -> {
          try {
            rules.made(row);
          } catch (RowFault e) {
            if (count[0]++ < MOST_LISTED) {
              faults.add(
                  "row %d, column \"%s\": %s (%s)"
                      .formatted(row.number(), e.column(), e.getMessage(), e.code().id()));
            }
          }
        });
    if (count[0] > 0) {
      throw new WritebackException(
          Code.RULES_STOPPED,
          "%s takes all rows or none, and nothing was written: %s%s"
              .formatted(
                  target(),
                  String.join("; ", faults),
                  count[0] > faults.size()
                      ? "; and %,d more".formatted(count[0] - faults.size())
                      : ""));
    }
  }

  /** A rule that changes nothing must not pass for one that does. */
  private static List<Problem> unwritten(RuledRows rules, Plan plan) {
    Columns columns = plan.columns();
    List<Problem> problems = new ArrayList<>();
    for (ColumnRules column : rules.rules().columns()) {
      String field = columns.written().get(column.column());
      if (field == null) {
        problems.add(
            problem(
                column,
                "the column \"%s\" is not written to %s%s, so that its rules do nothing; remove the line, or send the column to a field"
                    .formatted(column.column(), plan.target(), why(columns, column.column()))));
      } else if ((column.onlyIfBlank() || column.blankCell().isPresent())
          && !columns.fields().contains(field)) {
        problems.add(
            problem(
                column,
                "the column \"%s\" has the keys, for which onlyIfBlank, blank keep and blank clear are not possible"
                    .formatted(column.column())));
      } else if (column.onlyIfBlank() && plan.mostLookedAt() == 0) {
        problems.add(
            problem(
                column,
                "%s does not show what a field holds, so that onlyIfBlank is not possible"
                    .formatted(plan.product())));
      }
    }
    return problems;
  }

  private static String why(Columns columns, String column) {
    return columns.mapping().stream()
        .filter(mapped -> mapped.column().equals(column))
        .findFirst()
        .map(
            mapped ->
                " (%s%s)"
                    .formatted(mapped.why(), mapped.note().isEmpty() ? "" : ": " + mapped.note()))
        .orElse("");
  }

  private static Problem problem(ColumnRules column, String message) {
    return new Problem(Code.BAD_VALUE, Rules.NAME, "line %d: %s".formatted(column.line(), message));
  }

  @Override
  public Optional<Set<String>> leftOut() {
    return destination.leftOut();
  }

  @Override
  public boolean isLookedAt() {
    return destination.isLookedAt();
  }

  @Override
  public boolean sendsFile() {
    return destination.sendsFile();
  }

  @Override
  public boolean holdsLastRun() {
    return destination.holdsLastRun();
  }

  @Override
  public boolean isAllOrNone() {
    return destination.isAllOrNone();
  }

  @Override
  public boolean leavesFields() {
    return destination.leavesFields();
  }

  @Override
  public void beforeExport() {
    destination.beforeExport();
  }

  @Override
  public void reach() {
    destination.reach();
  }

  @Override
  public Optional<Probes> probes(Optional<Schema> columns, ProbeWrites writes) {
    return destination.probes(columns.map(schema -> rules(schema).schema()), writes);
  }
}
