package io.writeback.run;

import io.writeback.changes.Safeguards;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.Row;
import io.writeback.destination.ColumnChanges;
import io.writeback.destination.Destination;
import io.writeback.destination.Forecast;
import io.writeback.destination.KnownKeys;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.destination.RunContext;
import io.writeback.ledger.Ledger;
import io.writeback.problem.Code;
import io.writeback.problem.Count;
import io.writeback.problem.Lengths;
import io.writeback.problem.Problem;
import io.writeback.problem.WritebackException;
import io.writeback.transform.Transform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Goes the way of a run up to its first request: both logins, the DataSet, the mapping, the first
 * rows converted. Nothing is sent, staged or written into the ledger.
 */
public final class Check {
  private static final int MOST_REJECTS = 5;

  private final String writeback;
  private final DatasetSource source;
  private final Destination destination;
  private final Safeguards safeguards;
  private final Optional<Transform> transform;
  private final Optional<Ledger> ledger;
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Forecast forecast = Forecast.NOTHING;

  private Check(
      String writeback,
      DatasetSource source,
      Destination destination,
      Safeguards safeguards,
      Optional<Transform> transform,
      Optional<Ledger> ledger) {
    this.transform = transform;
    this.safeguards = safeguards;
    this.ledger = ledger;
    this.writeback = writeback;
    this.source = source;
    this.destination = destination;
  }

  /**
   * Checks a writeback; what stands in the way is in the report.
   *
   * @param safeguards of the destination
   * @param transform what is done with the rows between both, if anything is
   * @param ledger with the earlier runs, which is only read; empty if there was none
   * @param rows how many of the first rows to convert
   */
  public static CheckReport of(
      String writeback,
      DatasetSource source,
      Destination destination,
      Safeguards safeguards,
      Optional<Transform> transform,
      Optional<Ledger> ledger,
      int rows) {
    return new Check(writeback, source, destination, safeguards, transform, ledger).report(rows);
  }

  private CheckReport report(int rows) {
    Preview preview = null;
    Plan plan = null;
    try {
      preview = source.preview(rows);
      warnings.addAll(preview.warnings());
      if (source.comesByRoute()) {
        preview = byRoute(preview);
      }
      if (preview != null && transform.isPresent()) {
        preview = transformed(preview, transform.get());
      }
    } catch (WritebackException e) {
      problems.addAll(e.problems());
    }
    try {
      if (preview == null) {
        destination.reach();
      } else {
        PlanInput input = input(preview);
        plan = resolved(destination.plan(input), input);
        compareColumns(preview, plan);
        ApprovalGate.problem(plan, safeguards.budget()).ifPresent(problems::add);
        BeforeImages.problem(safeguards, plan).ifPresent(problems::add);
        GoneRows.problem(source.part(), plan).ifPresent(problems::add);
      }
    } catch (WritebackException e) {
      problems.addAll(e.problems());
    }
    CheckReport.Sample sample = plan == null ? null : sample(preview, plan);
    return new CheckReport(
        writeback,
        problems.isEmpty(),
        source.describe(),
        preview == null ? null : preview.version(),
        preview == null || preview.total() < 0 ? null : preview.total(),
        plan == null ? null : plan.target(),
        plan == null ? List.of() : plan.columns().mapping(),
        plan == null ? List.of() : plan.columns().unmatched(),
        warnings,
        sample,
        forecast.refusals(),
        problems);
  }

  /** Null if even the columns are known only when the route has run. */
  private Preview byRoute(Preview preview) {
    boolean declared = preview.schema().size() > 0;
    warnings.add(
        "the rows come from the steps of the route, or with what starts a run; a check takes none of these steps, so it has seen no row"
            + (declared
                ? ""
                : " and no column: list the columns of the source (columns: …), and it shows where each goes"));
    return declared ? preview : null;
  }

  /** Without rows: a check does not call the team's code, which may do anything. */
  private Preview transformed(Preview preview, Transform with) {
    warnings.add(
        "each row goes through %s (transform-action) before it is mapped; a check does not call it, so it shows where the columns go and converts no row"
            .formatted(with.with()));
    return new Preview(
        with.schema(preview.schema()),
        List.of(),
        preview.version(),
        preview.total(),
        preview.warnings());
  }

  private Plan resolved(Plan plan, PlanInput input) {
    return plan.resolved(
        input,
        ledger.map(opened -> KnownObjects.keys(writeback, plan, opened)).orElse(KnownKeys.NONE));
  }

  private Optional<EarlierRuns> earlier() {
    return ledger.map(
        opened -> new EarlierRuns(opened.history(), writeback, destination.target(), ""));
  }

  private void compareColumns(Preview preview, Plan plan) {
    earlier()
        .flatMap(EarlierRuns::lastComplete)
        .flatMap(
            last ->
                ColumnChanges.problem(
                    writeback,
                    last,
                    preview.schema(),
                    plan,
                    destination.leftOut(),
                    source.declaresColumns()
                        || transform.filter(one -> !one.columns().isEmpty()).isPresent()))
        .ifPresent(problems::add);
  }

  private PlanInput input(Preview preview) {
    return new PlanInput(
        preview.schema(),
        preview.total(),
        row -> preview.rows().forEach(row),
        earlier().map(EarlierRuns::past).orElse(List.of()),
        RunContext.now(),
        Optional.empty());
  }

  private CheckReport.Sample sample(Preview preview, Plan plan) {
    warnings.addAll(plan.warnings());
    plan.changed()
        .ifPresent(
            changed ->
                warnings.add(
                    "mode=changed: a run sends the rows that differ from what was confirmed last, and every row if that was done %s ago or longer; the check compares nothing"
                        .formatted(Lengths.text(changed.fullEvery()))));
    Map<String, Long> last = new HashMap<>();
    for (Row row : preview.rows()) {
      plan.mapper().key(row).ifPresent(key -> last.put(key, row.number()));
    }
    List<RowReject> rejects = new ArrayList<>();
    List<Record> records = new ArrayList<>();
    long unchanged = 0;
    long superseded = 0;
    for (Row row : preview.rows()) {
      Optional<String> key = plan.mapper().key(row);
      if (key.isPresent() && last.get(key.get()) != row.number()) {
        superseded++;
        continue;
      }
      Mapped mapped = plan.mapper().map(row);
      if (mapped instanceof Mapped.Rejected rejected) {
        rejects.add(rejected.reject());
      } else if (mapped instanceof Mapped.Sendable sendable) {
        records.add(sendable.record());
      } else {
        unchanged++;
      }
    }
    long created = records.stream().filter(Record::isCreate).count();
    if (created > 0) {
      warnings.add(
          "%s of the first %d would create an object"
              .formatted(Count.of(created, "row"), preview.rows().size()));
    }
    ask(plan, records);
    judge(preview.rows().size(), rejects.size(), plan.policy().maxFailedRecords());
    Record example = records.isEmpty() ? null : records.get(0);
    return new CheckReport.Sample(
        preview.rows().size(),
        records.size(),
        unchanged,
        superseded,
        rejects.size(),
        rejects.subList(0, Math.min(MOST_REJECTS, rejects.size())),
        example == null
            ? null
            : new CheckReport.Example(example.row(), example.key(), example.fields()));
  }

  private void ask(Plan plan, List<Record> records) {
    try {
      forecast = plan.forecast(records::forEach, row -> {});
      warnings.addAll(forecast.notes());
    } catch (WritebackException e) {
      problems.addAll(e.problems());
    }
  }

  private void judge(int rows, int rejected, long allowed) {
    if (rows == 0 && !source.comesByRoute() && transform.isEmpty()) {
      warnings.add("the DataSet has no rows: a run would send nothing");
    } else if (rows > 0 && rejected == rows) {
      warnings.add(
          rows == 1
              ? "the first row would be rejected"
              : "every one of the first %d rows would be rejected".formatted(rows));
    }
    if (allowed >= 0 && rejected > allowed) {
      problems.add(
          new Problem(
              Code.TOO_MANY_REJECTS,
              "",
              "%d of the first %d rows would be rejected, maxFailedRecords allows %d"
                  .formatted(rejected, rows, allowed)));
    }
  }
}
