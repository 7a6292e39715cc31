package io.writeback.destination.dataworld;

import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.BatchPolicy;
import io.writeback.destination.Columns;
import io.writeback.destination.Exchange;
import io.writeback.destination.HeldFile;
import io.writeback.destination.Mapped;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.destination.Work;
import io.writeback.destination.rest.RestPlan;
import io.writeback.destination.rest.StoredDecision;
import io.writeback.http.HttpRequest;
import io.writeback.http.RequestBody;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plan of a run into data.world: the snapshot as it is, in one upload.
 *
 * <p>The name of the file is fixed before the first try, so that any number of uploads has the
 * effect of one.
 */
final class DataWorldPlan extends RestPlan<DataWorldApi, FileDecision> {
  /** Longer cells are no example. */
  private static final int BYTES_OF_A_ROW = 1_000;

  private final Schema schema;
  private final Path snapshot;
  private final UploadAnswer answers;

  /**
   * @param snapshot the rows; null for a preview, of which nothing is sent
   */
  DataWorldPlan(DataWorldApi api, FileDecision decision, Schema schema, Path snapshot) {
    super(api, decision);
    this.schema = schema;
    this.snapshot = snapshot;
    this.answers = new UploadAnswer(api, decision, api.clock());
  }

  /** A column is written as the column of its name in the file. */
  @Override
  public Columns columns() {
    Map<String, String> written = new LinkedHashMap<>();
    schema.names().forEach(column -> written.put(column, column));
    return new Columns(List.of(), List.of(), written, Set.of());
  }

  @Override
  public Optional<Work.WholeFile> whole() {
    Map<String, Object> file = new LinkedHashMap<>();
    file.put(Work.WholeFile.SHA256, decision.sha256());
    file.put(Work.WholeFile.BYTES, decision.bytes());
    Record record =
        new Record(
            1,
            decision.fileName(),
            file,
            (int) Math.min(Integer.MAX_VALUE, decision.bytes()),
            decision.rows());
    return Optional.of(new Work.WholeFile(record, decision.compared(), decision.unchanged()));
  }

  @Override
  public long number() {
    return decision.number();
  }

  /** Only shows rows: the file is the snapshot. */
  @Override
  public RowMapper mapper() {
    return this::map;
  }

  private Mapped map(Row row) {
    Map<String, Object> cells = new LinkedHashMap<>();
    for (int i = 0; i < schema.size(); i++) {
      cells.put(schema.names().get(i), row.cell(i));
    }
    return new Mapped.Sendable(
        new Record(row.number(), decision.fileName(), cells, BYTES_OF_A_ROW));
  }

  @Override
  public BatchPolicy policy() {
    return new BatchPolicy(1, Math.max(1, decision.bytes()), 1, -1, 1, 0, false);
  }

  @Override
  public List<String> warnings() {
    return decision.warnings();
  }

  /** What is compared has to be known. */
  @Override
  public boolean followsEarlierRuns() {
    return decision.compared();
  }

  /** A file without rows is one all the same: its header. */
  @Override
  public int cleanups() {
    return decision.rows() == 0 && !decision.unchanged() ? 1 : 0;
  }

  @Override
  public String place(Work work) {
    return decision.unchanged() ? "" : decision.fileName();
  }

  @Override
  public Exchange write(Work work) {
    return new Exchange(upload(), answers::of);
  }

  private HttpRequest upload() {
    return HttpRequest.file(
        "PUT",
        api.upload(decision.dataset(), decision.fileName()),
        new RequestBody.OfFile(snapshot, decision.bytes(), decision.sha256()));
  }

  @Override
  public Exchange poll(Work work, URI operation, Instant since) {
    return new Exchange(
        api.get(operation), (sent, answer) -> answers.shown(work.records(), since, sent, answer));
  }

  /**
   * Whether the file is there already, byte for byte. If its tables matter it is sent again: of an
   * upload that is not known of, its ingest is not either.
   */
  @Override
  public Optional<Exchange> readBack(List<Record> records, Instant since) {
    return decision.waitForIngest()
        ? Optional.empty()
        : Optional.of(
            new Exchange(
                api.get(api.dataset(decision.dataset())),
                (sent, answer) -> answers.readBack(records, sent, answer)));
  }

  /** The file that is there, downloaded and not kept. */
  @Override
  public Optional<Exchange> look(List<Record> records) {
    return Optional.of(
        new Exchange(
            api.get(api.dataset(decision.dataset())),
            (sent, answer) -> answers.held(records, sent, answer)));
  }

  /** What the dataset holds changes, and each plan of a file with a number takes another one. */
  @Override
  public Map<String, Object> decided() {
    Map<String, Object> decided = new LinkedHashMap<>(describe());
    decided.keySet().removeAll(Set.of("before", "similar", "unchanged", "number"));
    if (decision.number() > 0) {
      decided.remove("fileName");
    }
    return decided;
  }

  @Override
  public Map<String, Object> describe(Snapshot file) {
    return StoredDecision.write(decision.sending(file));
  }

  @Override
  public Optional<HeldFile> download(OutputStream into) {
    return new HeldDownload(api, decision.dataset(), decision.fileName(), decision.sha256())
        .to(into);
  }
}
