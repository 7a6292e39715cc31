package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.FaultRules;
import io.writeback.sandbox.http.Faults;
import io.writeback.sandbox.http.FaultsAnswer;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import io.writeback.sandbox.http.Traffic;
import io.writeback.sandbox.http.TrafficAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The control endpoints of the simulated API, without login.
 *
 * <ul>
 *   <li>{@code GET /sandbox/objects/PROJ/ID}: all the stored fields; {@code GET
 *       /sandbox/objects/PROJ}: of all objects, one per line
 *   <li>{@code POST /sandbox/objects/PROJ} with an array of objects with their IDs, any number; the
 *       key {@code sandboxNoEdit: true} creates one that the caller may not edit, {@code
 *       sandboxServerError: true} one whose edit returns 500, {@code sandboxHidden: true} one that
 *       no search finds and, for a custom field, that no metadata lists
 *   <li>{@code POST /sandbox/forms} with an array of custom forms as for {@link FormSetup}
 *   <li>{@code POST /sandbox/alter {"objCode":"PROJ","field":"name","value":"x"}}; {@code DELETE}
 *       removes all
 *   <li>{@code POST /sandbox/settings} with any of {@code failureMode, latencyMillis,
 *       concurrencyLimit, moneyAsText, jsonBodies, maxFormBytes, the names of {@link
 *       CustomFieldKnobs}, expireSessions: true, sessionTtlMillis, rotateRefreshTokens, expiresIn,
 *       revokeClients, certificate, publicKey}; {@code GET} shows them
 *   <li>{@code POST /sandbox/refresh-token}: a new one, as after an authorisation in a browser
 *   <li>{@code POST /sandbox/faults} with rules of {@link FaultRules}; {@code GET} shows those that
 *       wait; {@code DELETE} removes all
 *   <li>{@code GET /sandbox/stats}, with {@code ?ids=true} the writes of every id; {@code POST
 *       /sandbox/stats/reset}
 * </ul>
 */
final class WorkfrontAdmin implements Endpoint {
  private final Workfront workfront;
  private final Sessions sessions;
  private final Traffic traffic;
  private final Faults faults;

  WorkfrontAdmin(Workfront workfront, Sessions sessions, Traffic traffic, Faults faults) {
    this.workfront = workfront;
    this.sessions = sessions;
    this.traffic = traffic;
    this.faults = faults;
  }

  @Override
  public Response answer(Request request) {
    List<String> path = List.of(request.path().substring("/sandbox/".length()).split("/"));
    String what = request.method() + " " + path.get(0);
    try {
      return switch (what) {
        case "GET objects" -> object(path);
        case "POST objects" -> putObjects(path, Json.read(request.bodyText()));
        case "POST forms" -> putForms(Json.read(request.bodyText()));
        case "POST alter" -> alter(Json.read(request.bodyText()));
        case "DELETE alter" -> {
          workfront.forgetAlterations();
          yield ok(Json.object());
        }
        case "GET settings" -> ok(settings());
        case "POST settings" -> change(Json.read(request.bodyText()));
        case "POST refresh-token" -> ok(Json.object().put("refreshToken", workfront.authorise()));
        case "GET faults", "POST faults", "DELETE faults" -> FaultsAnswer.of(request, faults);
        case "GET stats", "POST stats" -> TrafficAnswer.of(request, traffic);
        default -> error(404, "The sandbox has no " + what);
      };
    } catch (JsonProcessingException | RuntimeException e) {
      return error(400, String.valueOf(e.getMessage()));
    }
  }

  private Response object(List<String> path) {
    if (path.size() == 2) {
      Iterable<ObjectNode> all = workfront.objects(path.get(1).toUpperCase(Locale.ROOT));
      return Response.stream(200, "application/x-ndjson", out -> writeLines(all, out));
    }
    if (path.size() != 3) {
      return error(400, "GET /sandbox/objects/OBJCODE or /sandbox/objects/OBJCODE/ID");
    }
    return workfront
        .object(path.get(1).toUpperCase(Locale.ROOT), path.get(2))
        .map(WorkfrontAdmin::ok)
        .orElseGet(() -> error(404, "No such object"));
  }

  private static void writeLines(Iterable<ObjectNode> all, OutputStream out) throws IOException {
    for (ObjectNode one : all) {
      out.write((Json.write(one) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Response putObjects(List<String> path, JsonNode objects) {
    if (path.size() != 2 || !objects.isArray()) {
      return error(400, "POST /sandbox/objects/OBJCODE takes an array of objects");
    }
    for (JsonNode object : objects) {
      workfront.put(path.get(1).toUpperCase(Locale.ROOT), (ObjectNode) object);
    }
    return ok(Json.object().put("stored", objects.size()));
  }

  private Response putForms(JsonNode forms) {
    ObjectNode ids = Json.object();
    for (JsonNode form : forms) {
      ids.put(form.required("form").asText(), workfront.putForm(form));
    }
    return ok(ids);
  }

  private Response alter(JsonNode alteration) {
    workfront.alter(
        alteration.required("objCode").asText(),
        alteration.required("field").asText(),
        alteration.required("value"));
    return ok(alteration);
  }

  private Response change(JsonNode changes) {
    WorkfrontKnobs knobs = workfront.knobs();
    for (var change : changes.properties()) {
      JsonNode value = change.getValue();
      switch (change.getKey()) {
        case "failureMode" -> knobs = knobs.withFailureMode(FailureMode.of(value.asText()));
        case "latencyMillis" -> knobs = knobs.withLatency(Duration.ofMillis(value.asLong()));
        case "concurrencyLimit" -> knobs = knobs.withConcurrencyLimit(value.asInt());
        case "metadataShape",
            "setupAccess",
            "commaLists",
            "calculatedIgnored",
            "plainRichText",
            "attachInSameWrite" ->
            knobs = knobs.withCustomFields(changed(knobs.customFields(), change.getKey(), value));
        case "moneyAsText" -> knobs = knobs.withMoneyAsText(value.asBoolean());
        case "jsonBodies" ->
            knobs =
                knobs.withWire(
                    knobs.wire().withJsonBodies(WireKnobs.JsonBodies.of(value.asText())));
        case "jsonAsText" -> knobs = knobs.withWire(knobs.wire().withJsonAsText(value.asBoolean()));
        case "maxFormBytes" ->
            knobs = knobs.withWire(knobs.wire().withMaxFormBytes(value.asLong()));
        case "expireSessions" -> workfront.expireSessions();
        case "rotateRefreshTokens" -> workfront.rotateRefreshTokens(value.asBoolean());
        case "expiresIn" -> workfront.expiresIn(value.asInt());
        case "revokeClients" -> workfront.revokeClients(value.asBoolean());
        case "publicKey" -> workfront.uploadPublicKey(value.asText());
        case "certificate" -> workfront.uploadCertificate(value.asText());
        case "sessionTtlMillis" -> sessions.timeToLive(Duration.ofMillis(value.asLong()));
        default -> throw new IllegalArgumentException("No setting is called " + change.getKey());
      }
    }
    workfront.set(knobs);
    return ok(settings());
  }

  private static CustomFieldKnobs changed(CustomFieldKnobs knobs, String name, JsonNode value) {
    return switch (name) {
      case "metadataShape" -> knobs.withMetadataShape(MetadataShape.of(value.asText()));
      case "setupAccess" -> knobs.withSetupAccess(SetupAccess.of(value.asText()));
      case "commaLists" -> knobs.withCommaLists(value.asBoolean());
      case "calculatedIgnored" -> knobs.withCalculatedIgnored(value.asBoolean());
      case "plainRichText" -> knobs.withPlainRichText(value.asBoolean());
      default -> knobs.withAttachInSameWrite(value.asBoolean());
    };
  }

  private ObjectNode settings() {
    WorkfrontKnobs knobs = workfront.knobs();
    CustomFieldKnobs customFields = knobs.customFields();
    return Json.object()
        .put("failureMode", knobs.failureMode().toString())
        .put("latencyMillis", knobs.latency().toMillis())
        .put("concurrencyLimit", knobs.concurrencyLimit())
        .put("moneyAsText", knobs.moneyAsText())
        .put("metadataShape", customFields.metadataShape().toString())
        .put("setupAccess", customFields.setupAccess().toString())
        .put("commaLists", customFields.commaLists())
        .put("calculatedIgnored", customFields.calculatedIgnored())
        .put("plainRichText", customFields.plainRichText())
        .put("attachInSameWrite", customFields.attachInSameWrite())
        .put("jsonBodies", knobs.wire().jsonBodies().toString())
        .put("jsonAsText", knobs.wire().jsonAsText())
        .put("maxFormBytes", knobs.wire().maxFormBytes())
        .put("rotateRefreshTokens", workfront.logins().rotates())
        .put("expiresIn", workfront.logins().expiresIn())
        .put("revokeClients", workfront.logins().revoked());
  }

  private static Response ok(JsonNode json) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(json));
  }

  private static Response error(int status, String message) {
    return Response.text(
        status,
        "application/json;charset=UTF-8",
        Json.write(Json.object().put("sandboxError", message)));
  }
}
