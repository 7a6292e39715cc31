package io.writeback.dataset.domo;

import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.ReadContext;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.rows.Digest;
import io.writeback.rows.SpillingSort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Reads a selection of a DataSet through Domo's query API, page by page, and proves that it has
 * every row once.
 *
 * <p>Nothing public says that pages keep an order, so no order is believed in: Domo's own count of
 * the rows is asked for before and after, as many rows must have come, and the values of {@code
 * orderBy} must be different in all of them. Rows that came twice, or in whose place others are
 * missing, share theirs. The digests of these values are sorted on disk, so that memory does not
 * grow with the rows.
 */
final class SelectedRows {
  /** The most rows that are asked for at once; a page that has fewer is continued. */
  private static final int PAGE = 100_000;

  private static final int PROGRESS = 10_000;
  private static final String SCRATCH = "order-keys.tmp";

  private final DomoClient domo;
  private final String id;
  private final String source;
  private final Selection selection;
  private final Schema schema;

  /** The columns that are asked for: those that are staged, then those of the order. */
  private final List<String> asked;

  private final int[] order;
  private final int page;

  /**
   * @throws io.writeback.problem.ConfigurationException if the selection does not fit the DataSet
   */
  SelectedRows(DomoClient domo, String id, String source, Selection selection, Schema dataset) {
    this(domo, id, source, selection, dataset, PAGE);
  }

  SelectedRows(
      DomoClient domo, String id, String source, Selection selection, Schema dataset, int page) {
    this.domo = domo;
    this.id = id;
    this.source = source;
    this.selection = selection;
    this.schema = selection.schema(dataset, source);
    this.page = page;
    asked = new ArrayList<>(schema.names());
    selection.orderBy().stream().filter(name -> !asked.contains(name)).forEach(asked::add);
    order = selection.orderBy().stream().mapToInt(asked::indexOf).toArray();
  }

  /** The columns that are staged. */
  Schema schema() {
    return schema;
  }

  /** How many rows there are, whatever their batch. */
  long count() {
    return domo.count(id, counting(filter(null)));
  }

  /** The first rows, whatever their batch. */
  List<List<String>> first(int most) {
    List<List<String>> rows = new ArrayList<>();
    domo.query(
        id, paged(filter(null), most, 0), asked, rows::clear, cells -> rows.add(staged(cells)));
    return rows;
  }

  /**
   * Stages all rows.
   *
   * @param folder for a scratch file
   */
  Staged stage(Staging staging, Path folder, ReadContext reading) {
    Batches batches = selection.onlyNewBatches() ? batches(reading) : null;
    String filter = filter(batches);
    long expected = domo.count(id, counting(filter));
    try (SpillingSort keys = new SpillingSort(folder.resolve(SCRATCH), 2)) {
      Staged staged =
          staging.write(schema.names(), put -> read(filter, expected, keys, reading, put));
      requireCount(expected, staged.rows(), domo.count(id, counting(filter)));
      requireDistinct(keys, expected);
      if (batches != null) {
        batches.highest().ifPresent(reading::reached);
      }
      return staged;
    }
  }

  private void read(
      String filter,
      long expected,
      SpillingSort keys,
      ReadContext reading,
      Consumer<List<String>> put) {
    long[] rows = {0};
    while (rows[0] < expected) {
      long from = rows[0];
      long[] seen = {0};
      domo.query(
          id,
          paged(filter, page, from),
          asked,
          () -> seen[0] = 0,
          cells -> {
            // An answer that broke off is read again from its start: what came before is there.
            if (from + seen[0]++ < rows[0]) {
              return;
            }
            put.accept(staged(cells));
            Digest key = key(cells);
            keys.add(key.high(), key.low());
            if (++rows[0] % PROGRESS == 0) {
              reading.staged(rows[0]);
            }
          });
      if (rows[0] == from) {
        break;
      }
    }
    reading.staged(rows[0]);
  }

  private List<String> staged(List<String> cells) {
    return cells.subList(0, schema.size());
  }

  private Digest key(List<String> cells) {
    List<String> values = new ArrayList<>(order.length);
    for (int index : order) {
      String cell = cells.get(index);
      values.add(cell == null ? "" : "=" + cell);
    }
    return Digest.of(values);
  }

  private void requireCount(long before, long read, long after) {
    if (before != read || before != after) {
      throw NotReadyException.misfit(
          Code.EXPORT_INCOMPLETE,
          "%s: the query gave %,d rows, Domo counts %,d before and %,d after it"
              .formatted(source, read, before, after));
    }
  }

  private void requireDistinct(SpillingSort keys, long rows) {
    SpillingSort.Sorted sorted = keys.sorted();
    long distinct = 0;
    long high = 0;
    long low = 0;
    while (sorted.next()) {
      boolean isNew = distinct == 0 || sorted.get(0) != high || sorted.get(1) != low;
      distinct += isNew ? 1 : 0;
      high = sorted.get(0);
      low = sorted.get(1);
    }
    if (distinct != rows) {
      throw new WritebackException(
          Code.ORDER_NOT_UNIQUE,
          "%s: of %,d rows %,d share their values in orderBy=%s with another one, or came twice in its place: name columns that tell all rows apart"
              .formatted(source, rows, rows - distinct, String.join(", ", selection.orderBy())));
    }
  }

  /**
   * The batches that are read.
   *
   * @param above the last one that was read by a run that completed; null for all
   * @param highest the last one that there is; empty if there is none
   */
  private record Batches(Long above, OptionalLong highest) {}

  /** More can be appended while rows are read: what is read ends with the highest batch of now. */
  private Batches batches(ReadContext reading) {
    String batch = Condition.name(Selection.BATCH);
    DomoClient.BatchFigures figures =
        domo.batches(id, "SELECT COUNT(*), COUNT(%s), MAX(%s) FROM table".formatted(batch, batch));
    if (figures.rows() != figures.numbered()) {
      throw new WritebackException(
          Code.NO_BATCHES,
          "%s: %,d of %,d rows have no %s, so it is unknown whether they are new: read the DataSet without onlyNewBatches"
              .formatted(
                  source, figures.rows() - figures.numbered(), figures.rows(), Selection.BATCH));
    }
    OptionalLong last = reading.lastBatch(source);
    if (last.isPresent()
        && figures.highest().isPresent()
        && figures.highest().getAsLong() < last.getAsLong()) {
      throw new WritebackException(
          Code.NO_BATCHES,
          "%s: its highest %s is %d, but a run has read batch %d: the DataSet was replaced, and what is new in it is unknown; a run with --full sends all of it, and counts from there"
              .formatted(source, Selection.BATCH, figures.highest().getAsLong(), last.getAsLong()));
    }
    return new Batches(last.isPresent() ? last.getAsLong() : null, figures.highest());
  }

  private String filter(Batches batches) {
    List<String> parts = new ArrayList<>();
    if (selection.where() != null) {
      parts.add("(" + selection.where().sql() + ")");
    }
    if (batches != null) {
      String batch = Condition.name(Selection.BATCH);
      if (batches.above() != null) {
        parts.add(batch + " > " + batches.above());
      }
      batches.highest().ifPresent(highest -> parts.add(batch + " <= " + highest));
    }
    return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
  }

  private static String counting(String filter) {
    return "SELECT COUNT(*) FROM table" + filter;
  }

  private String paged(String filter, long limit, long offset) {
    return "SELECT %s FROM table%s ORDER BY %s LIMIT %d OFFSET %d"
        .formatted(names(asked), filter, names(selection.orderBy()), limit, offset);
  }

  private static String names(List<String> columns) {
    return columns.stream().map(Condition::name).collect(Collectors.joining(", "));
  }
}
