package io.writeback.contract;

import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Workiva: blocks of rows, each carried out by an operation, one after the other. */
final class WorkivaContractTest extends SandboxContract {
  /** Where the sentinels of a row are in what is stored. */
  private static final int BESIDE = 1_000_000;

  private int known;

  @Override
  protected URI url() {
    return all.workivaUrl();
  }

  @Override
  protected String account() {
    return "workiva";
  }

  @Override
  protected Map<String, String> credentials() {
    return Map.of("client-id", Workiva.CLIENT_ID, "client-secret", Workiva.CLIENT_SECRET);
  }

  @Override
  protected Sink sink() {
    return new Sink(
        "workiva-region-sink",
        Map.of("spreadsheetId", "s", "sheetId", "Data", "region", "B:C", "batchSize", "100"));
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
    known = size;
    try {
      all.workiva()
          .change("{\"requestsPerSecond\":0,\"operationMillis\":0,\"retryAfterSeconds\":0}");
      all.workiva().put("s", "{\"name\":\"S\",\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"}]}");
      all.workiva().putCsv("s", "a", "s,row,value,s\n" + "s,0,old,s\n".repeat(size));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Map<Integer, String> stored() {
    List<String> lines = all.workiva().csv("s", "a").lines().toList();
    Map<Integer, String> values = new TreeMap<>();
    for (int n = 0; n < Math.max(lines.size(), known + 1); n++) {
      String[] cells = n < lines.size() ? lines.get(n).split(",", -1) : new String[4];
      if (n > 0) {
        values.put(n, cells[2]);
      }
      values.put(BESIDE + n, cells[0] + cells[3]);
    }
    return values;
  }

  @Override
  protected void edit(int n, String value) {
    List<String> lines = new ArrayList<>(all.workiva().csv("s", "a").lines().toList());
    String[] cells = lines.get(n).split(",", -1);
    cells[2] = value;
    lines.set(n, String.join(",", cells));
    try {
      all.workiva().putCsv("s", "a", String.join("\n", lines) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Call write() {
    return Call.of("PUT", "/spreadsheets/s/sheets/a/values/[A-Z0-9:]+");
  }

  @Override
  protected RequestSchema schema() {
    return WorkivaSchema.requests();
  }

  /** A second operation on a spreadsheet would be refused while one is in progress. */
  @Override
  protected int inFlightOfThree() {
    return 1;
  }

  @Override
  protected Optional<Call> login() {
    return Optional.of(Call.of("POST", "/oauth2/token"));
  }

  @Override
  protected void revoke() {
    all.workiva().revokeTokens();
  }

  @Override
  protected Optional<Call> poll() {
    return Optional.of(Call.of("GET", "/operations/[^/]+"));
  }
}
