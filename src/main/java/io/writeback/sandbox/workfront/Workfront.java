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
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The simulated Workfront: its objects, its knobs and its port. */
public final class Workfront implements AutoCloseable {
  /** The sandbox's credentials are fixed and not a secret. */
  public static final String USERNAME = "sandbox@example.com";

  public static final String PASSWORD = "sandbox-password";
  public static final String API_KEY = "sandboxapikey0123456789abcdefghij";

  /** An OAuth2 application of Workfront: with a refresh token, or with a signed token. */
  public static final String CLIENT_ID = "sandbox-oauth-client";

  public static final String CLIENT_SECRET = "sandbox-oauth-secret";
  public static final String REFRESH_TOKEN = "sandbox-refresh-token";
  public static final String REDIRECT_URI = "https://example.com/callback";

  /** A server-to-server credential of Adobe's Developer Console. */
  public static final String IMS_CLIENT_ID = "sandbox-ims-client";

  public static final String IMS_CLIENT_SECRET = "sandbox-ims-secret";
  public static final String IMS_SCOPE = "openid,AdobeID,sandbox";
  public static final String IMS_ORGANIZATION = "5A4DB0C5@AdobeOrg";

  private final ObjectStore store = new ObjectStore();
  private final FieldCatalogue catalogue = new FieldCatalogue();
  private final Alterations alterations = new Alterations();
  private final Traffic traffic = new Traffic();
  private final AtomicReference<WorkfrontKnobs> knobs;
  private final Sessions sessions;
  private final ImsTokens tokens = new ImsTokens();
  private Logins logins;
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
   * @param demoObjects whether to start with the demo's projects instead of only users and forms
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
    RecordEdit edit =
        new RecordEdit(
            store, catalogue, custom, names, alterations, () -> knobs.get().customFields());
    ObjectCalls calls =
        new ObjectCalls(
            store,
            catalogue,
            names,
            edit,
            new BulkEdit(store, edit, traffic),
            new BulkCreate(store, edit, traffic),
            new FormActions(store, catalogue, edit, traffic),
            knobs::get);
    Authentication authentication =
        new Authentication(
            new Authentication.Account(DemoObjects.userId(), USERNAME, PASSWORD, API_KEY),
            sessions,
            tokens);
    WorkfrontService service =
        new WorkfrontService(
            catalogue,
            authentication,
            new MetadataAnswer(catalogue, custom, () -> knobs.get().customFields().metadataShape()),
            calls);
    logins =
        new Logins(
            service,
            sessions,
            tokens,
            new JwtCheck(customerId(), DemoObjects.userId(), InstantSource.system()));
    listener =
        Listener.start(
            "Workfront",
            port,
            new FrontDoor(faults.around("workfront", logins), knobs::get),
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
  public Iterable<ObjectNode> objects(String objCode) {
    return store.all(objCode);
  }

  /** Removes an object, if it is there. */
  public void remove(String objCode, String id) {
    store.remove(objCode, id);
  }

  /** Stores an object with its ID, without validation. */
  public void put(String objCode, ObjectNode object) {
    if (catalogue.coded(objCode).isEmpty()) {
      throw new IllegalArgumentException("The sandbox has no objects " + objCode);
    }
    if (!object.path("ID").isTextual()) {
      throw new IllegalArgumentException("An object needs its ID");
    }
    ObjectNode stored = object.deepCopy();
    if (stored.path(AttachedForms.COLLECTION).isArray()) {
      AttachedForms.replace(stored, stored.get(AttachedForms.COLLECTION));
    }
    store.put(objCode, stored);
  }

  /**
   * Creates a custom form with its fields.
   *
   * @param description as {@code sandbox/custom-fields.json} has them
   * @return the ID of the form
   */
  public String putForm(JsonNode description) {
    new FormSetup(store).put(description);
    return FormSetup.formId(description.get("form").asText());
  }

  /** Makes each write of that field store this value, whatever was sent. */
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

  /** Ends all sessions. */
  public void expireSessions() {
    sessions.closeAll();
    tokens.clear();
  }

  /** Whether a refresh token is single-use. */
  public void rotateRefreshTokens(boolean rotate) {
    logins.rotates(rotate);
  }

  /** The {@code expires_in} of the OAuth2 logins. */
  public void expiresIn(int seconds) {
    logins.expiresIn(seconds);
  }

  /** Revokes clients, refresh tokens and sessions, or restores the clients. */
  public void revokeClients(boolean revoke) {
    logins.revoked(revoke);
  }

  /** A new refresh token, as after an authorisation in a browser. */
  public String authorise() {
    return logins.authorised();
  }

  /** The X.509 certificate of the OAuth2 application, as PEM, as uploaded to Workfront. */
  public void uploadCertificate(String pem) {
    logins.jwt().certify(pem);
  }

  /** The public key of a pair that Workfront generated for the OAuth2 application, as PEM. */
  public void uploadPublicKey(String pem) {
    logins.jwt().upload(pem);
  }

  /** The customer that signed tokens are issued by. */
  public static String customerId() {
    return DemoIds.of("customer");
  }

  /** The user that signed tokens are for. */
  public static String userId() {
    return DemoObjects.userId();
  }

  Logins logins() {
    return logins;
  }

  public TrafficStats stats() {
    return traffic.stats();
  }

  @Override
  public void close() {
    listener.close();
  }
}
