package io.writeback.bench;

import io.writeback.account.Accounts;
import io.writeback.auth.TokenStore;
import io.writeback.config.Configuration;
import io.writeback.config.Settings;
import io.writeback.dataset.Column;
import io.writeback.dataset.ColumnType;
import io.writeback.dataset.Row;
import io.writeback.dataset.Schema;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.SnapshotReader;
import io.writeback.destination.Destination;
import io.writeback.destination.Exchange;
import io.writeback.destination.Mapped;
import io.writeback.destination.Plan;
import io.writeback.destination.PlanInput;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Resources;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.WorkfrontType;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpLimits;
import io.writeback.http.HttpRequest;
import io.writeback.http.RetryPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What happens to every row, without disk and network: read from the snapshot, mapped to a record,
 * written into a request, compared in the answer. Driven through what the run itself calls.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotParts {
  private static final int ROWS = 10_000;
  private static final int RECORDS = 100;

  private BenchHome home;
  private EchoWorkfront echo;
  private Http http;
  private Snapshot snapshot;
  private Plan plan;
  private List<Row> rows;
  private Work.Records work;
  private Exchange exchange;
  private HttpRequest sent;
  private HttpAnswer answer;

  @Setup
  public void open() throws IOException {
    home = new BenchHome();
    echo = new EchoWorkfront(0, request -> {});
    http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor());
    home.writeRows(ROWS, row -> row);
    Path file = home.folder().resolve("rows.csv");
    String header = Files.lines(file).findFirst().orElseThrow();
    Schema schema =
        new Schema(
            Arrays.stream(header.split(","))
                .map(name -> new Column(name, ColumnType.STRING))
                .toList());
    snapshot = new Snapshot(file, schema, ROWS, Files.size(file), "", "the benchmark", "");
    plan = destination().plan(PlanInput.of(schema));
    rows = firstRows();
    work = new Work.Records(rows.stream().map(this::record).toList());
    exchange = plan.write(work);
    sent = plan.authorise(exchange.request());
    answer =
        new HttpAnswer(
            200,
            Map.of("Content-Type", "application/json;charset=UTF-8"),
            ("{\"data\":" + new String(sent.bytes(), StandardCharsets.UTF_8) + "}")
                .getBytes(StandardCharsets.UTF_8));
    requireProof(exchange.read(sent, answer));
  }

  private Destination destination() {
    Configuration configuration =
        new Configuration(
            home.folder(),
            "application.properties",
            Map.of(
                "account.workfront.url", "http://127.0.0.1:" + echo.port(),
                "account.workfront.allow-private", "true",
                "account.workfront.api-key", "none"),
            Map.of());
    Settings options = new Settings("bench", "", Map.of("object", "project"));
    Destination destination =
        new WorkfrontType()
            .connect(
                new Resources(
                    new Accounts(configuration),
                    http,
                    InstantSource.system(),
                    new TokenStore(home.folder().resolve("tokens"))))
            .open(options);
    options.orThrow();
    return destination;
  }

  private List<Row> firstRows() {
    List<Row> first = new ArrayList<>();
    try (SnapshotReader reader = snapshot.open()) {
      while (first.size() < RECORDS) {
        Row row = reader.next();
        // The cells of a row that is read are gone when the next one is.
        first.add(new Row(row.number(), new ArrayList<>(row.cells())));
      }
    }
    return first;
  }

  private Record record(Row row) {
    if (plan.mapper().map(row) instanceof Mapped.Sendable sendable) {
      return sendable.record();
    }
    throw new IllegalStateException("a row cannot be sent: " + row);
  }

  private static void requireProof(Receipt receipt) {
    if (!(receipt instanceof Receipt.Delivered delivered)
        || delivered.written().size() != RECORDS
        || delivered.written().stream().anyMatch(written -> !written.differences().isEmpty())) {
      throw new IllegalStateException("the answer does not confirm each record: " + receipt);
    }
  }

  @TearDown
  public void close() throws IOException {
    http.close();
    echo.close();
    home.close();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public void read(Blackhole blackhole) {
    try (SnapshotReader reader = snapshot.open()) {
      while (reader.hasNext()) {
        reader.next().cells().forEach(blackhole::consume);
      }
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public void map(Blackhole blackhole) {
    for (Row row : rows) {
      blackhole.consume(plan.mapper().map(row));
    }
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public byte[] request() {
    return plan.write(work).request().bytes();
  }

  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public Receipt receipt() {
    return exchange.read(sent, answer);
  }
}
