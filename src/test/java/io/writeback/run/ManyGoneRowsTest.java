package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.changes.Approval;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staging;
import io.writeback.destination.FakePlan;
import io.writeback.destination.GoneLimit;
import io.writeback.destination.GonePolicy;
import io.writeback.destination.Mapped;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowMapper;
import io.writeback.ledger.BatchAccount;
import io.writeback.ledger.BatchIntent;
import io.writeback.ledger.Batches;
import io.writeback.ledger.FingerprintChange;
import io.writeback.ledger.KnownChange;
import io.writeback.ledger.KnownObject;
import io.writeback.ledger.KnownScope;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.ledger.RunRequest;
import io.writeback.rows.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of thousands of known objects, many of them gone, need no more memory than a few. */
class ManyGoneRowsTest {
  /** In MB: the ledger alone needs 16 or more, and the keys of all objects would take 10 more. */
  private static final int HEAP = 24;

  private static final int OBJECTS = 300_000;

  /** Every third object is gone. */
  private static final int GONE_EVERY = 3;

  private static final int AT_ONCE = 5_000;
  private static final int DELETED_AT_ONCE = 1;
  private static final KnownScope SCOPE = new KnownScope("w", "https://fake.example", "t");

  @TempDir Path folder;

  /** All over the range, as IDs are. */
  private static Digest key(long number) {
    return Digest.of("object " + number);
  }

  /** A destination whose keys are IDs, and which deletes objects one at a time. */
  private static final class DeletingPlan extends FakePlan implements RowMapper {
    DeletingPlan() {
      super(FakePlan.HUNDRED, records -> new Receipt.Delivered(List.of()));
    }

    @Override
    public Optional<GonePolicy> gone() {
      return Optional.of(new GonePolicy(true, GoneLimit.parse("50%")));
    }

    @Override
    public RowMapper mapper() {
      return this;
    }

    @Override
    public Optional<String> key(Row row) {
      return Optional.of(row.cell(0));
    }

    @Override
    public Digest digest(String key) {
      return Digest.ofId(key);
    }

    @Override
    public String key(Digest digest) {
      return digest.id();
    }

    @Override
    public Record gone(long number, String key) {
      return new Record(number, key, Map.of(Record.DELETED, ""), 0);
    }

    @Override
    public Mapped map(Row row) {
      throw new IllegalStateException("no row is mapped");
    }
  }

  /** Writes the objects into a ledger, finds those that are gone, and reads them. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    try (Ledger ledger =
        Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system())) {
      ledger.requests().accept(RunRequest.of("run", "key", "w"));
      long run = ledger.knownObjects().number("run");
      for (int batch = 0; batch < OBJECTS / AT_ONCE; batch++) {
        BatchIntent intent = new BatchIntent("run", batch, batch + 1, batch + 1, 1, 0, 0, "");
        Batches.intend(ledger, intent, 1);
        List<KnownObject> written =
            LongStream.range((long) batch * AT_ONCE, (batch + 1L) * AT_ONCE)
                .mapToObj(number -> new KnownObject(key(number), Digest.NONE, run))
                .toList();
        ledger
            .batches()
            .settle(
                new BatchAccount(intent, 1, 0, 0, 0, List.of(), List.of(), 1, 1, 1, false),
                1,
                FingerprintChange.NONE,
                new KnownChange(SCOPE.id(), written, List.of(), List.of()),
                List.of(),
                new byte[0]);
      }
      GoneRows found =
          GoneRows.search(
              new DeletingPlan(),
              rows(folder),
              Optional.empty(),
              ledger.knownObjects(),
              SCOPE,
              "",
              folder,
              folder.resolve("scratch"),
              Approval.OVER_BUDGET);
      System.out.println(count(found) + " objects are gone");
    }
  }

  private static Snapshot rows(Path folder) {
    try (Staging staging = new Staging("test", folder, Long.MAX_VALUE)) {
      return staging.commit(
          staging.write(
              List.of("ID"),
              put ->
                  LongStream.range(0, OBJECTS)
                      .filter(number -> number % GONE_EVERY != 0)
                      .forEach(number -> put.accept(List.of(key(number).id())))),
          new Schema(List.of(new Column("ID", ColumnType.STRING))),
          "v");
    }
  }

  /** Of one request each. */
  private static long count(GoneRows found) {
    long objects = 0;
    for (int part = 0; part < found.plan().besides(); part++) {
      List<Record> records = found.plan().beside(part);
      if (records.size() != DELETED_AT_ONCE) {
        throw new IllegalStateException(records.size() + " objects at once");
      }
      objects += records.size();
    }
    return objects;
  }

  @Test
  void three_hundred_thousand_known_objects_fit_into_a_small_heap() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ManyGoneRowsTest.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).endsWith("%d objects are gone%n".formatted(OBJECTS / GONE_EVERY));
  }
}
