package io.writeback.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.http.Fault;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A writeback to one destination, with control over everything between them, and a check of its
 * counts against what the destination holds.
 */
final class Trial {
  private static final ObjectMapper JSON = new ObjectMapper();
  static final String NAME = "trial";

  private final DestinationContract destination;
  private final Home home;
  private final DestinationContract.Service service;
  private final RecordingProxy proxy;
  private int rows;
  private Map<Integer, String> before;
  private int faults;
  private boolean down;

  /**
   * @param home the project, which closes what the trial opens
   */
  Trial(DestinationContract destination, Home home, int rows) throws IOException {
    this.destination = destination;
    this.home = home;
    service = home.closing(destination.startService());
    proxy = home.closing(new RecordingProxy(service.url()));
    account("url", proxy.url().toString());
    account("allow-private", "true");
    destination.credentials().forEach(this::account);
    StringBuilder sink = new StringBuilder(destination.sink().kamelet());
    destination
        .sink()
        .parameters()
        .forEach((name, value) -> sink.append("\n%s: \"%s\"".formatted(name, value)));
    home.writeback(NAME, "csv-dataset-action\nfile: \"" + NAME + ".csv\"", sink.toString());
    rows(rows);
  }

  /** Makes the destination ready for so many rows, each of which gives an object a new value. */
  void rows(int number) {
    rows = number;
    destination.prepare(number);
    before = destination.stored();
    values("new ");
  }

  /** Writes the rows, whose values begin so. */
  void values(String beginning) {
    StringBuilder csv = new StringBuilder(destination.header()).append('\n');
    for (int n = 1; n <= rows; n++) {
      csv.append(destination.line(n, beginning + n)).append('\n');
    }
    home.file(NAME + ".csv", csv.toString());
  }

  /** Someone else has changed an object: the run must not. */
  void edited(int n, String value) {
    before = new TreeMap<>(before);
    before.put(n, value);
  }

  DestinationContract.Service service() {
    return service;
  }

  RecordingProxy proxy() {
    return proxy;
  }

  /** What the destination held before the run. */
  Map<Integer, String> before() {
    return before;
  }

  /** A key of the destination's account. */
  void account(String key, String value) {
    home.set("account." + destination.account() + "." + key, value);
  }

  void set(String key, String value) {
    home.set(key, value);
  }

  Home home() {
    return home;
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

  /** Makes the destination refuse one row alone; false if it does not know records. */
  boolean breakRow(int n) {
    boolean broken = destination.breakRow(n);
    before = destination.stored();
    return broken;
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

  /** {@link #judge(JsonNode)}, and that all rows arrived, or none, as its exit code says. */
  void judge(Ended ended) {
    JsonNode report = ended.report();
    if (ended.exit() != 0 && report.path("rows").asInt() == 0) {
      // It failed or was paused before it had any rows.
      assertThat(destination.stored()).isEqualTo(before);
      return;
    }
    int written = judge(report);
    if (ended.exit() == 0) {
      assertThat(written).as("rows that the destination holds").isEqualTo(rows);
    }
    if (ended.exit() == 3) {
      assertThat(sum(report, "confirmed", "rejected")).as("%s", report).isEqualTo(rows);
    }
  }

  /**
   * However it ended: the counts add up, nothing is there that was not sent, what is reported as
   * written is there, and nothing else was touched.
   *
   * @return how many rows the destination holds
   */
  int judge(JsonNode report) {
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
    assertThat(report.get("rows").asInt()).as("%s", report).isEqualTo(rows);
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
    return written;
  }

  /** All rows are there but those that the destination refuses. */
  void complete(JsonNode report, Set<Integer> refused) {
    judge(report);
    assertAllStoredBut(refused);
    assertThat(report.get("confirmed").asInt()).as("confirmed").isEqualTo(rows - refused.size());
    assertThat(report.get("rejected").asInt()).as("rejected").isEqualTo(refused.size());
  }

  void assertAllStoredBut(Set<Integer> refused) {
    Map<Integer, String> now = destination.stored();
    for (int n = 1; n <= rows; n++) {
      assertThat(now.get(n))
          .as("row %d", n)
          .isEqualTo(refused.contains(n) ? before.get(n) : value(n));
    }
  }

  private static int sum(JsonNode report, String... counts) {
    int sum = 0;
    for (String count : counts) {
      sum += report.get(count).asInt();
    }
    return sum;
  }

  /** What the run gives an object. */
  static String value(int n) {
    return "new " + n;
  }
}
