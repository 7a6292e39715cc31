package io.writeback.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.http.Fault;
import java.io.Closeable;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A writeback to one destination, with control over everything between them, and a check of its
 * counts against what the destination holds.
 */
final class Trial implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "trial";

  private final DestinationContract destination;
  private final DestinationContract.Service service;
  private final RecordingProxy proxy;
  private final Home home;
  private final Path folder;
  private final int rows;
  private Map<Integer, String> before;
  private final List<Closeable> kept = new ArrayList<>();
  private int faults;
  private boolean down;

  Trial(DestinationContract destination, Path folder, int rows) throws IOException {
    this.destination = destination;
    this.folder = folder;
    this.rows = rows;
    this.service = destination.startService();
    this.proxy = new RecordingProxy(service.url());
    this.home = new Home(folder);
    account("url", proxy.url().toString());
    account("allow-private", "true");
    destination.credentials().forEach(this::account);
    home.set("http.tries", "20");
    home.file("routes/" + NAME + ".camel.yaml", route());
    destination.prepare(rows);
    before = destination.stored();
    StringBuilder csv = new StringBuilder(destination.header()).append('\n');
    for (int n = 1; n <= rows; n++) {
      csv.append(destination.line(n, value(n))).append('\n');
    }
    home.file(NAME + ".csv", csv.toString());
  }

  private String route() {
    StringBuilder yaml =
        new StringBuilder(
            """
            - route:
                id: %1$s
                group: writeback
                from:
                  uri: direct:%1$s
                  steps:
                    - to:
                        uri: kamelet:csv-dataset-action
                        parameters:
                          file: "%1$s.csv"
                    - to:
                        uri: kamelet:%2$s
                        parameters:
            """
                .formatted(NAME, destination.sink().kamelet()));
    destination
        .sink()
        .parameters()
        .forEach((name, value) -> yaml.append("              %s: \"%s\"%n".formatted(name, value)));
    return yaml.toString();
  }

  /** A key of the destination's account. */
  void account(String key, String value) {
    home.set("account." + destination.account() + "." + key, value);
  }

  void set(String key, String value) {
    home.set(key, value);
  }

  Path folder() {
    return folder;
  }

  /** The next request that writes, after those of the faults before, meets this. */
  Trial write(Fault fault) {
    service.faults().add(destination.write().meets(fault));
    faults++;
    return this;
  }

  /** The same, by what only a socket can do. */
  Trial write(RecordingProxy.Act act) {
    proxy.trap(destination.write(), ++faults, 1, act);
    return this;
  }

  /** From the next request that writes on. */
  Trial writesFromNowOn(RecordingProxy.Act act) {
    proxy.trap(destination.write(), ++faults, Integer.MAX_VALUE, act);
    return this;
  }

  Trial poll(Fault fault) {
    service.faults().add(destination.poll().orElseThrow().meets(fault));
    return this;
  }

  /** An order to the sandbox behind the destination. */
  void admin(String path, String json) throws IOException {
    HttpURLConnection order =
        (HttpURLConnection) URI.create(service.url() + path).toURL().openConnection();
    order.setRequestMethod("POST");
    order.setDoOutput(true);
    order.getOutputStream().write(json.getBytes(UTF_8));
    assertThat(order.getResponseCode()).isEqualTo(200);
  }

  void breakRow(int n) {
    assertThat(destination.breakRow(n)).as("it knows records").isTrue();
    before = destination.stored();
  }

  /** The destination goes down. */
  void goDown() {
    down = true;
    proxy.goDown();
  }

  /** Ends the failure, and restores the address. */
  void mend() throws IOException {
    account("url", proxy.url().toString());
    service.faults().clear();
    if (down) {
      proxy.comeBack();
    }
  }

  /** How a command ended. */
  record Ended(int exit, JsonNode report, String printed) {
    /** The code that the run ended with, or that its rejects have; "" for none. */
    String code() {
      return !report.path("code").isNull() && report.has("code")
          ? report.get("code").asText()
          : report.path("rejectCauses").path(0).path("code").asText("");
    }
  }

  Ended run() throws IOException {
    return ended(home.run("run", NAME, "--json"));
  }

  /** The run resumes once the failure is gone. */
  Ended resume() throws IOException {
    return ended(home.run("resume", "--json"));
  }

  private static Ended ended(Home.Done done) throws IOException {
    JsonNode printed = JSON.readTree(done.out());
    JsonNode report = printed != null && printed.isArray() ? printed.path(0) : printed;
    return new Ended(done.exitCode(), report, done.out() + done.err());
  }

  /**
   * The counts add up, nothing is there that was not sent, what is reported as written is there,
   * and nothing else was touched.
   */
  void judge(Ended ended) {
    JsonNode report = ended.report();
    Map<Integer, String> now = destination.stored();
    int written = 0;
    for (int n = 1; n <= rows; n++) {
      boolean isNew = value(n).equals(now.get(n));
      written += isNew ? 1 : 0;
      if (!isNew) {
        assertThat(now.get(n)).as("row %d, which was not written", n).isEqualTo(before.get(n));
      }
    }
    for (int other : now.keySet()) {
      if (other < 1 || other > rows) {
        assertThat(now.get(other)).as("%d, which is no row", other).isEqualTo(before.get(other));
      }
    }
    if (ended.exit() != 0 && sum(report, "rows") == 0) {
      // It failed or was paused before it had any rows.
      assertThat(now).isEqualTo(before);
      return;
    }
    assertThat(sum(report, "rows")).as(ended.printed()).isEqualTo(rows);
    int counted =
        sum(
            report,
            "confirmed",
            "differs",
            "unchanged",
            "superseded",
            "rejected",
            "inDoubt",
            "notSent");
    assertThat(counted).as("the counts close: %s", report).isEqualTo(rows);
    int confirmed = sum(report, "confirmed");
    assertThat(sum(report, "differs", "unchanged", "superseded")).as("%s", report).isZero();
    assertThat(written)
        .as("rows that the destination holds: %s", report)
        .isBetween(confirmed, confirmed + sum(report, "inDoubt"));
    if (ended.exit() == 0) {
      assertThat(written).as("rows that the destination holds").isEqualTo(rows);
    }
    if (ended.exit() == 3) {
      assertThat(confirmed + sum(report, "rejected")).as("%s", report).isEqualTo(rows);
    }
  }

  private static int sum(JsonNode report, String... counts) {
    int sum = 0;
    for (String count : counts) {
      sum += report.path(count).asInt();
    }
    return sum;
  }

  private static String value(int n) {
    return "new " + n;
  }

  /** Something that ends with the trial; what it then throws fails the test. */
  <T extends Closeable> T keep(T something) {
    kept.add(something);
    return something;
  }

  @Override
  public void close() throws IOException {
    try {
      for (Closeable one : kept) {
        one.close();
      }
    } finally {
      proxy.close();
      service.close();
    }
  }
}
