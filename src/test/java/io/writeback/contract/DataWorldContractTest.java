package io.writeback.contract;

import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** data.world: the whole DataSet is one file, written by one request. */
final class DataWorldContractTest extends SandboxContract {
  private static final String DATASET = "acme/contract";

  /** Where what is beside the file is in what is stored. */
  private static final int BESIDE = 1_000_000;

  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  protected URI url() {
    return all.dataWorldUrl();
  }

  @Override
  protected String account() {
    return "data-world";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("token", DataWorld.TOKEN, "min-interval", "0s", "poll-delay", "0s");
  }

  @Override
  protected Sink sink() {
    return new Sink(
        "data-world-file-sink",
        Map.of("dataset", DATASET, "fileName", "data", "waitForIngest", "true", "settle", "0s"));
  }

  @Override
  protected String header() {
    return "row,value";
  }

  @Override
  protected String line(int n, String value) {
    return n + "," + value;
  }

  @Override
  protected void prepare(int size) {
    send("POST", "/sandbox/settings", "{\"ingestMillis\":20}");
    send("POST", "/sandbox/datasets/" + DATASET, "{}");
    StringBuilder old = new StringBuilder("row,value\n");
    for (int n = 1; n <= size; n++) {
      old.append(n).append(",old\n");
    }
    send("PUT", "/v0/uploads/" + DATASET + "/files/data.csv", old.toString());
    send("PUT", "/v0/uploads/" + DATASET + "/files/beside.csv", "someone else's");
  }

  @Override
  protected Map<Integer, String> stored() {
    Map<Integer, String> values = new TreeMap<>();
    file("data.csv")
        .lines()
        .skip(1)
        .map(line -> line.split(",", 2))
        .forEach(line -> values.put(Integer.parseInt(line[0]), line[1]));
    values.put(BESIDE, file("beside.csv"));
    values.put(
        BESIDE + 1,
        send("GET", "/sandbox/datasets/" + DATASET, "")
            .replaceAll(
                "(?s).*\"files\":|\"(sizeInBytes|updated|sha256)\":[^,}]+|\"status\".*", ""));
    return values;
  }

  @Override
  protected void edit(int n, String value) {
    send(
        "PUT",
        "/v0/uploads/" + DATASET + "/files/data.csv",
        file("data.csv").replaceFirst("(?m)^" + n + ",.*$", n + "," + value));
  }

  @Override
  protected boolean isOneFile() {
    return true;
  }

  private String file(String name) {
    return send("GET", "/sandbox/datasets/" + DATASET + "/files/" + name, "");
  }

  private String send(String method, String path, String body) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(all.dataWorldUrl() + path))
                  .header("Authorization", "Bearer " + DataWorld.TOKEN)
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Call write() {
    return Call.of("PUT", "/v0/uploads/" + DATASET + "/files/data.csv");
  }

  @Override
  protected RequestSchema schema() {
    return DataWorldSchema.requests();
  }

  @Override
  protected Size size() {
    return new Size(1_000, 1);
  }

  @Override
  protected int inFlightOfThree() {
    return 1;
  }

  /** How far it is stands in the description of the dataset, which is read before, too. */
  @Override
  protected Optional<Call> poll() {
    return Optional.of(Call.of("GET", "/v0/datasets/" + DATASET));
  }
}
