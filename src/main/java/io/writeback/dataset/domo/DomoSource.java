package io.writeback.dataset.domo;

import io.writeback.belief.Probes;
import io.writeback.dataset.CsvRows;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.NullMarks;
import io.writeback.dataset.Preview;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Settling;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SourceState;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A DataSet of Domo, exported and checked against what Domo says of it.
 *
 * <p>The checks have a reason: exports that lack hundreds of rows and are 200 nevertheless
 * (domo-python-sdk#68), and login pages instead of rows (domo-java-sdk#11).
 */
final class DomoSource implements DatasetSource, Refreshable {
  /** What a row looks like of which the end is missing. */
  private static final Set<Code> MARKS_OF_A_CUT = Set.of(Code.BAD_CSV, Code.BAD_ENCODING);

  /** What an export has that was made while the DataSet changed, or that is just wrong. */
  private static final Set<Code> MARKS_OF_A_CHANGE =
      Set.of(Code.BAD_HEADER, Code.EXPORT_INCOMPLETE, Code.ORDER_NOT_UNIQUE);

  private final Supplier<DomoClient> client;
  private final String id;
  private final Selection selection;
  private final SettleRule rule;
  private final long quota;

  /**
   * @param selection what is read of it
   * @param settling how old its state has to be
   * @param quota the most bytes that a snapshot may have
   */
  DomoSource(
      Supplier<DomoClient> client,
      String id,
      Selection selection,
      Settling settling,
      long quota,
      InstantSource clock) {
    this.client = client;
    this.id = id;
    this.selection = selection;
    this.rule = new SettleRule(describe(), settling, clock);
    this.quota = quota;
  }

  @Override
  public String describe() {
    return "Domo DataSet " + id;
  }

  @Override
  public String selection() {
    return selection.where() == null
        ? describe()
        : describe() + " where " + selection.where().sql();
  }

  /**
   * One export: whether another makes sense, and when, is for the run to decide, which gives its
   * places back meanwhile.
   */
  @Override
  public Snapshot stage(Path folder, ReadContext reading) {
    DomoClient domo = client.get();
    try (Staging staging = new Staging(describe(), folder, quota)) {
      DomoDataset before = metadata(domo);
      rule.require(before, reading);
      Export made;
      try {
        made = staged(domo, before, staging, folder, reading);
      } catch (WritebackException e) {
        if (MARKS_OF_A_CHANGE.contains(e.code())) {
          requireUnchanged(domo, before);
        }
        throw e;
      }
      requireUnchanged(domo, before);
      made.marks.warnings().forEach(reading::warn);
      return staging.commit(made.staged, made.schema, before.current());
    }
  }

  /** The export is cut off behind the first rows, so its row count is not compared. */
  @Override
  public Preview preview(int most) {
    DomoClient domo = client.get();
    DomoDataset dataset = metadata(domo);
    if (!selection.isAll()) {
      return preview(dataset, selected(domo, dataset), most);
    }
    List<Row> rows =
        dataset.neverFilled() ? List.of() : domo.export(id, csv -> first(most, dataset, csv));
    NullMarks marks = new NullMarks(dataset.schema());
    rows.forEach(marks);
    List<String> warnings = new ArrayList<>(marks.warnings());
    if (!dataset.neverFilled()) {
      rule.warning(dataset).ifPresent(warnings::add);
    }
    return new Preview(
        dataset.schema(),
        rows.stream().map(row -> new Row(row.number(), marks.nulled(row.cells()))).toList(),
        dataset.current(),
        dataset.rows(),
        warnings);
  }

  private SelectedRows selected(DomoClient domo, DomoDataset dataset) {
    return new SelectedRows(domo, id, describe(), selection, dataset.schema());
  }

  private Preview preview(DomoDataset dataset, SelectedRows selected, int most) {
    List<Row> rows = new ArrayList<>();
    if (!dataset.neverFilled()) {
      selected.first(most).forEach(cells -> rows.add(new Row(rows.size() + 1, cells)));
    }
    return new Preview(
        selected.schema(),
        rows,
        dataset.current(),
        dataset.neverFilled() ? 0 : selected.count(),
        rule.warning(dataset).stream().toList());
  }

  @Override
  public boolean readsOnlyNew() {
    return selection.onlyNewBatches();
  }

  private List<Row> first(int most, DomoDataset dataset, InputStream csv) throws IOException {
    CsvRows rows = CsvRows.of(describe(), csv, StandardCharsets.UTF_8);
    check(dataset, rows.header());
    return rows.some(most);
  }

  @Override
  public SourceState state() {
    return existing(client.get()).state();
  }

  @Override
  public Optional<Probes> probes() {
    return Optional.of(new DomoProbes(client.get(), id).all());
  }

  private void requireUnchanged(DomoClient domo, DomoDataset before) {
    DomoDataset after = metadata(domo);
    if (!before.current().equals(after.current())) {
      throw NotReadyException.misfit(
          Code.EXPORT_MOVED,
          "%s changed while it was exported (from %s to %s)"
              .formatted(describe(), before.current(), after.current()));
    }
  }

  private record Export(Staged staged, Schema schema, NullMarks marks) {}

  private DomoDataset existing(DomoClient domo) {
    DomoDataset dataset = domo.metadata(id);
    if (dataset.deleted()) {
      throw new WritebackException(Code.DATASET_DELETED, describe() + " was deleted in Domo");
    }
    return dataset;
  }

  private DomoDataset metadata(DomoClient domo) {
    DomoDataset dataset = existing(domo);
    if (dataset.schema().size() == 0) {
      throw new WritebackException(
          Code.BAD_HEADER, describe() + " has no columns: it was never filled");
    }
    return dataset;
  }

  private Export staged(
      DomoClient domo, DomoDataset dataset, Staging staging, Path folder, ReadContext reading) {
    SelectedRows selected = selection.isAll() ? null : selected(domo, dataset);
    Schema schema = selected == null ? dataset.schema() : selected.schema();
    if (dataset.neverFilled()) {
      // Domo answers calls for the data of a DataSet that never had any with errors.
      Staged header = staging.write(schema.names(), rows -> {});
      reading.staged(0);
      return new Export(header, schema, new NullMarks(schema));
    }
    if (selected != null) {
      // NULL is null there, and \N a text.
      return new Export(selected.stage(staging, folder, reading), schema, new NullMarks(schema));
    }
    Export made = domo.export(id, csv -> written(csv, dataset, staging, reading));
    Staged staged = made.staged;
    long expected = dataset.filtered() ? domo.visibleRows(id) : dataset.rows();
    if (staged.rows() != expected) {
      throw NotReadyException.misfit(
          Code.EXPORT_INCOMPLETE,
          "%s: the export has %,d rows, Domo counts %,d%s"
              .formatted(
                  describe(),
                  staged.rows(),
                  expected,
                  dataset.filtered() ? " that this client can see" : ""));
    }
    return made.marks.hasNulls()
        ? new Export(staging.rewrite(staged, made.marks::nulled), schema, made.marks)
        : made;
  }

  private Export written(
      ExportStream csv, DomoDataset dataset, Staging staging, ReadContext reading)
      throws IOException {
    NullMarks marks = new NullMarks(dataset.schema());
    Staged staged;
    try {
      staged =
          staging.write(
              csv,
              StandardCharsets.UTF_8,
              header -> check(dataset, header),
              reading::staged,
              marks);
    } catch (WritebackException e) {
      throw csv.endsWithinLine() && MARKS_OF_A_CUT.contains(e.code())
          ? cut("its last row is not whole: " + e.getMessage())
          : e;
    }
    if (csv.mayBeCut()) {
      throw cut(
          "it ends without a line end, in an answer that has neither a length nor chunks, so that"
              + " its last row may be a part of one");
    }
    return new Export(staged, dataset.schema(), marks);
  }

  private NotReadyException cut(String why) {
    return NotReadyException.misfit(
        Code.EXPORT_INCOMPLETE, describe() + ": the export was cut off: " + why);
  }

  private void check(DomoDataset dataset, List<String> header) {
    List<String> names = dataset.schema().names();
    if (header.equals(names)) {
      return;
    }
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(header);
    List<String> strange = new ArrayList<>(header);
    strange.removeAll(names);
    throw new WritebackException(
        Code.BAD_HEADER,
        describe()
            + ": the header of the export is not that of the schema: "
            + (missing.isEmpty() && strange.isEmpty()
                ? "the order is " + header + ", not " + names
                : "missing are " + missing + ", unknown are " + strange));
  }
}
