package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Listener;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficStats;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** The simulated Workiva: its spreadsheets, its knobs and its port. */
public final class Workiva implements AutoCloseable {
  /** The sandbox's credentials are fixed and not a secret. */
  public static final String CLIENT_ID = "3a4d1b0c5a4db0c53a4d1b0c5a4db0c5";

  public static final String CLIENT_SECRET =
      "3a4d1b0c5a4db0c53a4d1b0c5a4db0c53a4d1b0c5a4db0c53a4d1b0c5a4db0c5";

  private static final CellRange WHOLE = CellRange.parse(":").orElseThrow();

  private final Spreadsheets spreadsheets = new Spreadsheets();
  private final Traffic traffic = new Traffic();
  private final WorkivaClock clock = new WorkivaClock();
  private final AtomicReference<WorkivaKnobs> knobs = new AtomicReference<>(WorkivaKnobs.DEFAULTS);
  private final WorkivaTokens tokens = new WorkivaTokens(CLIENT_ID, CLIENT_SECRET, clock);
  private final Operations operations = new Operations(clock, knobs::get, traffic);
  private Listener listener;

  private Workiva() {}

  /**
   * Starts the service.
   *
   * @param port to bind on loopback; 0 for a free one
   * @param demoSpreadsheet whether to start with the demo's spreadsheet instead of none
   */
  public static Workiva start(int port, boolean demoSpreadsheet, Faults faults) throws IOException {
    Workiva workiva = new Workiva();
    if (demoSpreadsheet) {
      workiva.spreadsheets.put(DemoSpreadsheet.create());
    }
    WorkivaService service =
        new WorkivaService(
            workiva.spreadsheets,
            workiva.tokens,
            workiva.operations,
            workiva.clock,
            workiva.knobs::get);
    workiva.listener =
        Listener.start(
            "Workiva",
            port,
            faults.around("workiva", service),
            new WorkivaAdmin(workiva, workiva.traffic, faults),
            workiva.traffic);
    return workiva;
  }

  public URI url() {
    return listener.url();
  }

  /** By name, {@code {"id", "sheets": {name: id}}}. */
  public ObjectNode ids() {
    ObjectNode all = Json.object();
    for (Spreadsheet spreadsheet : spreadsheets.all()) {
      ObjectNode sheets =
          all.putObject(spreadsheet.name()).put("id", spreadsheet.id()).putObject("sheets");
      spreadsheet.sheets().forEach(sheet -> sheets.put(sheet.name(), sheet.id()));
    }
    return all;
  }

  /** Creates or replaces a spreadsheet; {@code json} as for PUT /sandbox/spreadsheets/ID. */
  public void put(String id, String json) throws IOException {
    Spreadsheet spreadsheet = SpreadsheetForm.read(id, Json.read(json), clock.instant());
    operations.cancel(id);
    spreadsheets.put(spreadsheet);
  }

  /** Removes the spreadsheet, by id or name. */
  public void remove(String spreadsheet) {
    String id = spreadsheets.named(spreadsheet).id();
    operations.cancel(id);
    spreadsheets.remove(id);
  }

  /** The cells of a sheet as CSV, formulas as they were written; both by id or name. */
  public String csv(String spreadsheet, String sheet) {
    operations.settle();
    return SheetCsv.write(sheet(spreadsheet, sheet).grid());
  }

  /** Replaces all cells of a sheet, ignoring locks; every value is text. */
  public void putCsv(String spreadsheet, String sheet, String csv) throws IOException {
    operations.settle();
    Spreadsheet holder = spreadsheets.named(spreadsheet);
    Block block = SheetCsv.read(csv);
    if (!holder.write(Spreadsheets.named(holder, sheet), WHOLE, block, clock.instant())) {
      throw new IllegalArgumentException("A spreadsheet has 2,000,000 cells at most");
    }
  }

  /** Changes settings, as POST /sandbox/settings does. */
  public void change(String json) throws IOException {
    for (var change : Json.read(json).properties()) {
      JsonNode value = change.getValue();
      switch (change.getKey()) {
        case "tokenLifetimeMillis" -> tokens.lifetime(Duration.ofMillis(value.asLong()));
        case "revokeTokens" -> tokens.revokeAll();
        case "advanceMillis" -> clock.advance(Duration.ofMillis(value.asLong()));
        default -> knobs.updateAndGet(old -> old.with(change.getKey(), value));
      }
    }
  }

  /** All settings as they are. */
  public ObjectNode settings() {
    return knobs.get().json().put("tokenLifetimeMillis", tokens.lifetime().toMillis());
  }

  /** Revokes all tokens issued so far. */
  public void revokeTokens() {
    tokens.revokeAll();
  }

  public TrafficStats stats() {
    return traffic.stats();
  }

  Spreadsheets spreadsheets() {
    return spreadsheets;
  }

  Sheet sheet(String spreadsheet, String sheet) {
    return Spreadsheets.named(spreadsheets.named(spreadsheet), sheet);
  }

  Operations operations() {
    return operations;
  }

  @Override
  public void close() {
    listener.close();
  }
}
