package io.writeback.destination.workiva;

import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Columns;
import io.writeback.destination.Exchange;
import io.writeback.destination.Held;
import io.writeback.destination.Mapped;
import io.writeback.destination.MappedColumn;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.Work;
import io.writeback.destination.rest.RestPlan;
import io.writeback.http.HttpRequest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The plan of a run into a sheet: blocks of rows from top to bottom, then what is emptied. */
final class WorkivaPlan extends RestPlan<WorkivaApi, WorkivaDecision> {
  private final Schema schema;
  private final CellValues values;
  private final WriteAnswer writes;
  private final OperationAnswer operations;
  private final SheetValues sheet;
  private final CellPlaces places;

  /**
   * @param resumed whether an earlier process has begun the run
   */
  WorkivaPlan(WorkivaApi api, WorkivaDecision decision, Schema schema, boolean resumed) {
    super(api, decision);
    this.schema = schema;
    this.values = new CellValues(schema);
    this.writes = new WriteAnswer(api);
    this.sheet = new SheetValues(api, decision.spreadsheet(), decision.sheet());
    this.places = new CellPlaces(decision, schema.names());
    this.operations = new OperationAnswer(api, sheet, places, new ReadBackNotes(resumed));
  }

  /** A row is where it is: it has no key, and none takes the place of another. */
  @Override
  public RowMapper mapper() {
    return this::map;
  }

  private Mapped map(Row row) {
    List<Object> cells = values.of(row);
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      fields.put(schema.names().get(i), cells.get(i));
    }
    return new Mapped.Sendable(
        new Record(
            row.number(), "row " + places.row(row.number()), fields, CellValues.bytes(cells)));
  }

  /**
   * One operation at a time: a second one to the same spreadsheet would be refused. It has the rows
   * from its first to its last, also if some between them are left as they are.
   */
  @Override
  public BatchPolicy policy() {
    return new BatchPolicy(
        decision.records(), decision.bytes(), 1, -1, 1, 0, false, decision.records());
  }

  @Override
  public List<String> warnings() {
    return decision.warnings();
  }

  /**
   * A column is known by its name: its place may have been another column's before. The fields are
   * the columns of the sheet: two regions that share none do not touch each other.
   */
  @Override
  public Columns columns() {
    Map<String, String> written = new LinkedHashMap<>();
    schema.names().forEach(column -> written.put(column, column));
    Area all = decision.area().with(decision.rest());
    return new Columns(
        mapping(),
        List.of(),
        written,
        IntStream.rangeClosed(all.left(), all.right())
            .mapToObj(Area::letters)
            .collect(Collectors.toSet()));
  }

  private List<MappedColumn> mapping() {
    List<MappedColumn> mapping = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      mapping.add(
          new MappedColumn(
              schema.names().get(i),
              Area.letters(decision.data().left() + i),
              "place",
              values.isNumeric(i) ? "number" : "text",
              ""));
    }
    return mapping;
  }

  @Override
  public boolean followsEarlierRuns() {
    return true;
  }

  @Override
  public int cleanups() {
    Area rest = decision.rest();
    return rest.isEmpty() ? 0 : (rest.height() - 1) / decision.rowsAtOnce() + 1;
  }

  @Override
  public String place(Work work) {
    boolean nothing = work.records().isEmpty() && !isWholeCleanup(work);
    return nothing ? "" : block(work).area().toString();
  }

  private static boolean isWholeCleanup(Work work) {
    return work instanceof Work.Cleanup cleanup && !cleanup.isPartial();
  }

  private Block block(Work work) {
    return isWholeCleanup(work) ? emptied((Work.Cleanup) work) : block(work.records());
  }

  /** What was approved is written cell by cell; else a block is its rows, and all of the area. */
  private Block block(List<Record> records) {
    if (records.get(0).isConditional()) {
      return places.block(records);
    }
    List<List<Object>> rows = new ArrayList<>(records.size() + 1);
    boolean first = records.get(0).row() == 1;
    if (first && decision.header()) {
      rows.add(List.copyOf(schema.names()));
    }
    records.forEach(record -> rows.add(List.copyOf(record.fields().values())));
    if (decision.single()) {
      return new Block(decision.area(), rows);
    }
    int top = first ? decision.data().top() : places.row(records.get(0));
    return new Block(decision.area().rows(top, rows.size()), rows);
  }

  private Block emptied(Work.Cleanup cleanup) {
    Area rest = decision.rest();
    int top = rest.top() + cleanup.number() * decision.rowsAtOnce();
    Area piece = rest.rows(top, Math.min(decision.rowsAtOnce(), rest.bottom() - top + 1));
    boolean header = decision.rows() == 0 && decision.header() && cleanup.number() == 0;
    return new Block(piece, header ? List.of(List.copyOf(schema.names())) : List.of());
  }

  @Override
  public Exchange write(Work work) {
    return new Exchange(request(block(work)), writes::of);
  }

  private HttpRequest request(Block block) {
    URI uri = api.values(decision.spreadsheet(), decision.sheet(), block.area().toString());
    return HttpRequest.json("PUT", uri, block.json());
  }

  @Override
  public Exchange poll(Work work, URI operation, Instant since) {
    List<Record> records = work.records();
    return new Exchange(
        api.get(operation),
        (sent, answer) -> operations.of(records, block(work), isLast(work), sent, answer));
  }

  /** The cells of the rows from the first to the last of the records. */
  @Override
  public Optional<Exchange> look(List<Record> records) {
    Area area = places.of(records);
    String range = area.toString();
    boolean heavy = records.stream().mapToLong(Record::bytes).sum() > Block.HEAVY;
    return Optional.of(
        new Exchange(
            sheet.question(range, heavy),
            (sent, answer) -> {
              HeldRows held = sheet.answered(range, sent, answer, () -> new HeldRows(area));
              return new Held(records.stream().map(record -> held.entry(record, places)).toList());
            }));
  }

  /** As many rows that follow one another as one page of values has. */
  @Override
  public int mostLookedAt() {
    return Math.max(1, WorkivaDecision.MOST_CELLS / Math.max(1, decision.data().width()));
  }

  @Override
  public int besides() {
    return places.besides();
  }

  @Override
  public List<Record> beside(int part) {
    return places.beside(part);
  }

  /** Of what was approved, no block is known to be the last. */
  private boolean isLast(Work work) {
    List<Record> records = work.records();
    if (records.stream().anyMatch(Record::isConditional)) {
      return false;
    }
    return work instanceof Work.Cleanup cleanup
        ? cleanup.number() == cleanups() - 1
        : cleanups() == 0 && records.get(records.size() - 1).row() == decision.rows();
  }
}
