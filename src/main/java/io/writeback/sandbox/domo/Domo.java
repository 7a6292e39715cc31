package io.writeback.sandbox.domo;

import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Listener;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficStats;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** The simulated Domo: its DataSets, its knobs and its port. */
public final class Domo implements AutoCloseable {
  /** The sandbox's credentials are fixed and not a secret. */
  public static final String CLIENT_ID = "5a4db0c5-0000-4000-8000-00005a4db0c5";

  public static final String CLIENT_SECRET =
      "5a4db0c55a4db0c55a4db0c55a4db0c55a4db0c55a4db0c55a4db0c55a4db0c5";

  private static final String BUILT_IN = "project-status.csv";

  private final DataSets dataSets = new DataSets();
  private final Streams streams = new Streams(dataSets);
  private final Traffic traffic = new Traffic();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final DomoTokens tokens;
  private volatile boolean expiredExportIs406 = true;
  private Listener listener;

  private Domo(Duration tokenLifetime) {
    this.tokens = new DomoTokens(CLIENT_ID, CLIENT_SECRET, tokenLifetime);
  }

  /**
   * Starts the service.
   *
   * @param port to bind on loopback; 0 for a free one
   * @param dataDir the folder whose CSV files are the DataSets; {@code null} for the built-in one
   */
  public static Domo start(int port, Path dataDir, Duration tokenLifetime, Faults faults)
      throws IOException {
    Domo domo = new Domo(tokenLifetime);
    if (dataDir == null) {
      domo.addBuiltIn();
    } else {
      domo.addAll(dataDir);
    }
    DomoService service =
        new DomoService(
            domo.dataSets,
            domo.streams,
            domo.tokens,
            new CsvExport(domo.closed),
            () -> domo.expiredExportIs406);
    domo.listener =
        Listener.start(
            "Domo",
            port,
            faults.around("domo", service),
            new DomoAdmin(domo, domo.traffic, faults),
            domo.traffic);
    return domo;
  }

  public URI url() {
    return listener.url();
  }

  /** Serves a file as a DataSet of that name and returns its id. */
  public String add(String fileName, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("There is no file " + file);
    }
    DataSet dataSet = new DataSet(fileName, CsvContent.file(file));
    dataSets.add(dataSet);
    return dataSet.id();
  }

  /** Id by file name. */
  public Map<String, String> ids() {
    Map<String, String> ids = new TreeMap<>();
    dataSets.all().forEach(dataSet -> ids.put(dataSet.fileName(), dataSet.id()));
    return ids;
  }

  /** What a DataSet of a name holds, with its header; empty if there is none. */
  public Optional<String> csv(String name) throws IOException {
    Optional<DataSet> dataSet =
        dataSets.all().stream().filter(one -> one.fileName().equals(name)).findFirst();
    if (dataSet.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = dataSet.get().served().content().open()) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  public DataSetKnobs knobs(String id) {
    return dataSet(id).knobs();
  }

  public void set(String id, DataSetKnobs knobs) {
    dataSet(id).set(knobs);
  }

  /** Revokes all tokens issued so far. */
  public void expireTokens() {
    tokens.expireAll();
  }

  public void tokenLifetime(Duration lifetime) {
    tokens.lifetime(lifetime);
  }

  /** Sets the client's scopes, from the next token on. */
  public void clientScopes(Set<String> scopes) {
    tokens.clientScopes(scopes);
  }

  /** Whether an expired token on an export gets 406 instead of 401. */
  public void expiredExportIs406(boolean is406) {
    expiredExportIs406 = is406;
  }

  /** How long an execution of a stream is ACTIVE after its commit, also one that is now. */
  public void appendTakes(Duration time) {
    streams.set(new StreamKnobs(time, streams.knobs().fails()));
  }

  /** Whether executions fail from now on, after their commit. */
  public void appendFails(boolean fails) {
    streams.set(new StreamKnobs(streams.knobs().append(), fails));
  }

  public TrafficStats stats() {
    return traffic.stats();
  }

  @Override
  public void close() {
    closed.countDown();
    listener.close();
  }

  private DataSet dataSet(String id) {
    return dataSets
        .find(id)
        .orElseThrow(() -> new IllegalArgumentException("The sandbox has no DataSet " + id));
  }

  private void addAll(Path dataDir) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(dataDir)) {
      files = list.filter(f -> f.getFileName().toString().endsWith(".csv")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException("The folder " + dataDir + " has no .csv file to serve");
    }
    files.forEach(file -> add(file.getFileName().toString(), file));
  }

  private void addBuiltIn() throws IOException {
    try (InputStream in = Domo.class.getResourceAsStream("/sandbox/" + BUILT_IN)) {
      if (in == null) {
        throw new IOException("The resource " + BUILT_IN + " is missing from the sandbox");
      }
      dataSets.add(
          new DataSet(
              BUILT_IN,
              CsvContent.bytes(in.readAllBytes(), Instant.parse("2026-01-05T06:00:00Z"))));
    }
  }
}
