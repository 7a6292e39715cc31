package io.writeback.sandbox.dataworld;

import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Listener;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficStats;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** The simulated data.world: its datasets, its knobs and its port. */
public final class DataWorld implements AutoCloseable {
  /** The sandbox's token is fixed and not a secret. */
  public static final String TOKEN = ApiToken.VALUE;

  private final Datasets datasets = new Datasets();
  private final ApiToken token = new ApiToken();
  private final Traffic traffic = new Traffic();
  private final AtomicReference<DataWorldKnobs> knobs =
      new AtomicReference<>(DataWorldKnobs.STANDARD);
  private final Pace pace = new Pace();
  private final FileBodies bodies;
  private Listener listener;

  private DataWorld(FileBodies bodies) {
    this.bodies = bodies;
  }

  /**
   * Starts the service with its demo datasets.
   *
   * @param port to bind on loopback; 0 for a free one
   */
  public static DataWorld start(int port, Faults faults) throws IOException {
    FileBodies bodies = new FileBodies();
    try {
      DataWorld dataWorld = new DataWorld(bodies);
      new DemoDatasets(dataWorld.datasets, bodies).put();
      dataWorld.listen(port, faults);
      return dataWorld;
    } catch (IOException | RuntimeException e) {
      bodies.close();
      throw e;
    }
  }

  private void listen(int port, Faults faults) throws IOException {
    DataWorldService service =
        new DataWorldService(datasets, token, new Uploads(bodies, traffic, knobs::get), knobs::get);
    listener =
        Listener.startStreaming(
            "data.world",
            port,
            new FrontDoor(faults.around("data.world", service), knobs, pace),
            new DataWorldAdmin(
                this, new DatasetAdmin(datasets, bodies, knobs::get), traffic, faults),
            traffic);
  }

  /** The address of the API without its {@code /v0}. */
  public URI url() {
    return listener.url();
  }

  /** Access level by owner and id. */
  public Map<String, String> accessLevels() {
    Map<String, String> levels = new TreeMap<>();
    datasets.all().forEach(one -> levels.put(one.key().toString(), one.accessLevel().name()));
    return levels;
  }

  /** The keys and values of an account of this service. */
  public Map<String, String> account() {
    Map<String, String> account = new LinkedHashMap<>();
    account.put("url", url().toString());
    account.put("token", TOKEN);
    account.put("allow-private", "true");
    account.put("min-interval", "0s");
    return account;
  }

  public DataWorldKnobs knobs() {
    return knobs.get();
  }

  public void set(DataWorldKnobs newKnobs) {
    knobs.set(newKnobs);
  }

  /** Revokes the token, or restores it. */
  public void revokeToken(boolean revoked) {
    token.revoke(revoked);
  }

  Pace pace() {
    return pace;
  }

  public TrafficStats stats() {
    return traffic.stats();
  }

  /** Where the bytes of the files are while the service runs. */
  public Path folder() {
    return bodies.folder();
  }

  @Override
  public void close() {
    listener.close();
    bodies.close();
  }
}
