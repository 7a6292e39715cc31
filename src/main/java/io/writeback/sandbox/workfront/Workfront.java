package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.Listener;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficStats;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The simulated Workfront: its objects, its knobs and its port. */
public final class Workfront implements AutoCloseable {
  /** The credentials of the sandbox are fixed and no secret. */
  public static final String USERNAME = "sandbox@example.com";

  public static final String PASSWORD = "sandbox-password";
  public static final String API_KEY = "sandboxapikey0123456789abcdefghij";

  private final ObjectStore store = new ObjectStore();
  private final FieldCatalogue catalogue = new FieldCatalogue();
  private final Alterations alterations = new Alterations();
  private final Traffic traffic = new Traffic();
  private final AtomicReference<WorkfrontKnobs> knobs;
  private final Sessions sessions;
  private Listener listener;

  private Workfront(WorkfrontKnobs knobs, Duration sessionTtl) {
    this.knobs = new AtomicReference<>(knobs);
    this.sessions = new Sessions(sessionTtl);
  }

  /**
   * Starts the service.
   *
   * @param port to bind on loopback; 0 for a free one
   * @param sessionTtl how long a session may be idle
   * @param demoObjects whether to start with the demo's projects and not with people and forms
   *     alone
   */
  public static Workfront start(
      int port, WorkfrontKnobs knobs, Duration sessionTtl, boolean demoObjects, Faults faults)
      throws IOException {
    Workfront workfront = new Workfront(knobs, sessionTtl);
    DemoObjects demo = new DemoObjects(workfront.store);
    demo.putTenant();
    if (demoObjects) {
      demo.putWork();
    }
    workfront.listen(port, faults);
    return workfront;
  }

  private void listen(int port, Faults faults) throws IOException {
    CustomFields custom = new CustomFields(store);
    Names names = new Names(custom);
    RecordEdit edit = new RecordEdit(store, catalogue, custom, names, alterations);
    ObjectCalls calls =
        new ObjectCalls(
            store,
            catalogue,
            names,
            edit,
            new BulkEdit(store, edit, traffic),
            new BulkCreate(store, edit, traffic),
            knobs::get);
    Authentication authentication =
        new Authentication(
            new Authentication.Account(DemoObjects.userId(), USERNAME, PASSWORD, API_KEY),
            sessions);
    WorkfrontService service =
        new WorkfrontService(
            catalogue, authentication, new MetadataAnswer(catalogue, custom), calls);
    listener =
        Listener.start(
            "Workfront",
            port,
            new FrontDoor(faults.around("workfront", service), knobs::get),
            new WorkfrontAdmin(this, sessions, traffic, faults),
            traffic);
  }

  public URI url() {
    return listener.url();
  }

  /** All the stored fields of an object. */
  public Optional<ObjectNode> object(String objCode, String id) {
    return store.get(objCode, id).map(ObjectNode::deepCopy);
  }

  /** All stored objects of a type, by ID; shared, not to be changed. */
  Iterable<ObjectNode> objects(String objCode) {
    return store.all(objCode);
  }

  /** Stores an object, with its ID, without any check of its values. */
  public void put(String objCode, ObjectNode object) {
    if (catalogue.coded(objCode).isEmpty()) {
      throw new IllegalArgumentException("The sandbox has no objects " + objCode);
    }
    if (!object.path("ID").isTextual()) {
      throw new IllegalArgumentException("An object needs its ID");
    }
    store.put(objCode, object.deepCopy());
  }

  /** From now on a write of that field stores this value, whatever was sent. */
  public void alter(String objCode, String field, JsonNode value) {
    alterations.set(objCode, field, value);
  }

  public void forgetAlterations() {
    alterations.clear();
  }

  public WorkfrontKnobs knobs() {
    return knobs.get();
  }

  public void set(WorkfrontKnobs newKnobs) {
    knobs.set(newKnobs);
  }

  /** Logs everybody out. */
  public void expireSessions() {
    sessions.closeAll();
  }

  public TrafficStats stats() {
    return traffic.stats();
  }

  public void resetStats() {
    traffic.reset();
  }

  @Override
  public void close() {
    listener.close();
  }
}
