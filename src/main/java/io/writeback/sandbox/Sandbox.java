package io.writeback.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.dataworld.DataWorld;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.TrafficStats;
import io.writeback.sandbox.workfront.Workfront;
import io.writeback.sandbox.workfront.WorkfrontKnobs;
import io.writeback.sandbox.workiva.Workiva;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Domo, Workfront, Workiva and data.world, each on a loopback port of this machine. */
public final class Sandbox implements AutoCloseable {
  private final Domo domo;
  private final Workfront workfront;
  private final Workiva workiva;
  private final DataWorld dataWorld;
  private final Faults faults;

  private Sandbox(
      Domo domo, Workfront workfront, Workiva workiva, DataWorld dataWorld, Faults faults) {
    this.domo = domo;
    this.workfront = workfront;
    this.workiva = workiva;
    this.dataWorld = dataWorld;
    this.faults = faults;
  }

  /**
   * Starts all services.
   *
   * @throws IOException when a port is in use; the message names it
   */
  public static Sandbox start(SandboxSettings settings) throws IOException {
    Faults faults = new Faults();
    Domo domo = null;
    Workfront workfront = null;
    Workiva workiva = null;
    try {
      domo = Domo.start(settings.port(0), settings.dataDir(), settings.tokenLifetime(), faults);
      WorkfrontKnobs knobs =
          new WorkfrontKnobs(
              settings.failureMode(), settings.latency(), settings.concurrencyLimit(), false);
      workfront =
          Workfront.start(
              settings.port(1), knobs, settings.sessionTtl(), settings.demoObjects(), faults);
      workiva = Workiva.start(settings.port(2), settings.demoObjects(), faults);
      DataWorld dataWorld = DataWorld.start(settings.port(3), faults);
      return new Sandbox(domo, workfront, workiva, dataWorld, faults);
    } catch (IOException | RuntimeException e) {
      if (workiva != null) {
        workiva.close();
      }
      if (workfront != null) {
        workfront.close();
      }
      if (domo != null) {
        domo.close();
      }
      throw e;
    }
  }

  public URI domoUrl() {
    return domo.url();
  }

  public URI workfrontUrl() {
    return workfront.url();
  }

  public URI workivaUrl() {
    return workiva.url();
  }

  public URI dataWorldUrl() {
    return dataWorld.url();
  }

  /** The simulated Domo with its knobs. */
  public Domo domo() {
    return domo;
  }

  /** The simulated Workfront with its knobs. */
  public Workfront workfront() {
    return workfront;
  }

  /** The simulated Workiva with its knobs. */
  public Workiva workiva() {
    return workiva;
  }

  /** The simulated data.world with its knobs. */
  public DataWorld dataWorld() {
    return dataWorld;
  }

  /** The faults of all services. */
  public Faults faults() {
    return faults;
  }

  /** Serves a CSV file as a DataSet and returns its GUID, which depends only on the name. */
  public String addDataset(String fileName, Path file) {
    return domo.add(fileName, file);
  }

  /** Stores a Workfront object; it needs its {@code ID}. */
  public void putObject(String objCode, Map<String, ?> object) {
    workfront.put(objCode, (ObjectNode) Json.tree(object));
  }

  /** Removes a Workfront object, as someone does who deletes it. */
  public void removeObject(String objCode, String id) {
    workfront.remove(objCode, id);
  }

  /** All the stored fields of a Workfront object. */
  public Optional<ObjectNode> object(String objCode, String id) {
    return workfront.object(objCode, id);
  }

  /** Requests to Workfront and its responses. */
  public TrafficStats stats() {
    return workfront.stats();
  }

  /** Requests to Domo and its responses. */
  public TrafficStats domoStats() {
    return domo.stats();
  }

  /** One line of JSON for scripts. */
  public String toJson() {
    ObjectNode json = Json.object();
    ObjectNode domoPart = json.putObject("domo").put("url", domoUrl().toString());
    domoPart.put("clientId", Domo.CLIENT_ID).put("clientSecret", Domo.CLIENT_SECRET);
    domoPart.set("datasets", Json.tree(domo.ids()));
    json.putObject("workfront")
        .put("url", workfrontUrl().toString())
        .put("username", Workfront.USERNAME)
        .put("password", Workfront.PASSWORD)
        .put("apiKey", Workfront.API_KEY);
    json.putObject("workiva")
        .put("url", workivaUrl().toString())
        .put("clientId", Workiva.CLIENT_ID)
        .put("clientSecret", Workiva.CLIENT_SECRET)
        .set("spreadsheets", workiva.ids());
    json.putObject("dataworld")
        .put("url", dataWorldUrl().toString())
        .put("token", DataWorld.TOKEN)
        .set("datasets", Json.tree(dataWorld.accessLevels()));
    return Json.write(json);
  }

  /**
   * Text for users: the addresses of the services, their contents, and the lines for
   * application.properties.
   */
  public String describe() {
    StringBuilder text = new StringBuilder();
    text.append("Domo       ").append(domoUrl()).append('\n');
    domo.ids().forEach((name, id) -> item(text, id, name));
    text.append("Workfront  ").append(workfrontUrl()).append('\n');
    text.append("  user ").append(Workfront.USERNAME);
    text.append(", password ").append(Workfront.PASSWORD);
    text.append('\n').append("Workiva    ").append(workivaUrl()).append('\n');
    for (var spreadsheet : workiva.ids().properties()) {
      item(text, spreadsheet.getValue().get("id").asText(), spreadsheet.getKey());
      for (var sheet : spreadsheet.getValue().get("sheets").properties()) {
        item(text, sheet.getValue().asText(), "  " + sheet.getKey());
      }
    }
    text.append("\ndata.world ").append(dataWorldUrl()).append('\n');
    text.append("  token ").append(DataWorld.TOKEN).append('\n');
    dataWorld
        .accessLevels()
        .forEach(
            (key, level) -> text.append("  ").append(key).append("  ").append(level).append('\n'));
    text.append("\nFor application.properties:\n");
    line(text, "domo.url", domoUrl().toString());
    line(text, "domo.client-id", Domo.CLIENT_ID);
    line(text, "domo.client-secret", Domo.CLIENT_SECRET);
    line(text, "domo.allow-private", "true");
    line(text, "workfront.url", workfrontUrl().toString());
    line(text, "workfront.api-version", "v20.0");
    line(text, "workfront.auth", "api-key");
    line(text, "workfront.api-key", Workfront.API_KEY);
    line(text, "workfront.allow-private", "true");
    line(text, "workiva.url", workivaUrl().toString());
    line(text, "workiva.client-id", Workiva.CLIENT_ID);
    line(text, "workiva.client-secret", Workiva.CLIENT_SECRET);
    line(text, "workiva.allow-private", "true");
    dataWorld.account().forEach((key, value) -> line(text, "data-world." + key, value));
    return text.toString();
  }

  @Override
  public void close() {
    dataWorld.close();
    workiva.close();
    workfront.close();
    domo.close();
  }

  private static void item(StringBuilder text, String id, String name) {
    text.append("  ").append(id).append("  ").append(name).append('\n');
  }

  private static void line(StringBuilder text, String key, String value) {
    text.append("account.").append(key).append('=').append(value).append('\n');
  }
}
