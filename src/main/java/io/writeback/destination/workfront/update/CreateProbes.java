package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.MetadataField;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.Recognition;
import io.writeback.destination.workfront.mapping.ValueKind;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Creates one object with a name of its own, by the request of a run, attaches a form to it if the
 * object has any, deletes it, and looks for it. What cannot be deleted is named.
 */
final class CreateProbes {
  private static final String NAME = "name";

  private final WorkfrontApi api;
  private final ObjectType object;
  private final Supplier<JsonNode> metadata;
  private final String name = "camel-writeback probe " + UUID.randomUUID();
  private String id;
  private boolean deleted;

  CreateProbes(WorkfrontApi api, ObjectType object, Supplier<JsonNode> metadata) {
    this.api = api;
    this.object = object;
    this.metadata = metadata;
  }

  void addTo(Probes probes) {
    probes
        .with("WF-80", this::creates)
        .with("WF-88", this::attaches)
        .with("WF-73", this::deletes)
        .with("WF-75", this::isGone);
  }

  private Observation creates() {
    List<String> required = required();
    if (!required.equals(List.of(NAME))) {
      return Observation.unknown(
          "a new %s needs %s, and the probe has values for name alone",
          object.name(), String.join(", ", required));
    }
    Recognition recognition =
        new Recognition(0, NAME, NAME, ValueKind.TEXT, true, false, List.of(), List.of(), "");
    HttpRequest request =
        new CreateRequest(
                uri(""), new FieldList(List.of(NAME)), api.account().updateBody(), recognition)
            .of(List.of(new Record(1, name, Map.of(NAME, name), name.length())));
    WorkfrontAnswer answer;
    try {
      answer = api.answer(request);
    } catch (WritebackException e) {
      return Observation.unknown(
          "%s; if there is an object \"%s\", delete it", e.problems().get(0).message(), name);
    }
    JsonNode created = answer.data().isArray() ? answer.data().path(0) : answer.data();
    id = ObjectMetadata.id(created, "ID");
    if (id.isEmpty()) {
      return Observation.wrong(
          "%s, without an ID; if there is an object \"%s\", delete it", answer.shown(), name);
    }
    return Observation.that(
        created.path(NAME).asText("").equals(name), "\"%s\" was created as %s", name, id);
  }

  private List<String> required() {
    Set<String> required = ObjectMetadata.of(metadata.get(), object).required(object);
    if (metadata.get().path("fields").has(NAME)) {
      required.add(NAME);
    }
    return List.copyOf(required);
  }

  private URI uri(String more) {
    return api.uri("/" + object.path() + more);
  }

  private void requireCreated() {
    if (id == null || id.isEmpty()) {
      throw new WritebackException(Code.UNKNOWN_OBJECT, "no object was created (WF-80)");
    }
  }

  /** A form that is in the metadata, to an object that has none. */
  private Observation attaches() {
    requireCreated();
    Optional<MetadataField.Form> form =
        ObjectMetadata.of(metadata.get(), object).custom().values().stream()
            .flatMap(field -> field.forms().stream())
            .findFirst();
    if (form.isEmpty()) {
      return Observation.unknown("the metadata lists no custom form");
    }
    CustomForm attached = new CustomForm(form.get().id(), form.get().name());
    HttpRequest request =
        new AttachForm(api, api.account().apiVersion(), object, attached)
            .to(new Record(1, id, Map.of(), 0))
            .request();
    WorkfrontAnswer answer = api.answer(request);
    JsonNode forms = read(FormCheck.FIELDS.toString()).path(0).path(FormCheck.FORMS);
    boolean there =
        forms
            .valueStream()
            .anyMatch(one -> ObjectMetadata.id(one, "categoryID").equals(attached.id()));
    return Observation.that(
        answer.isData() && there,
        "\"%s\": %s, and the object has the forms %s",
        attached.name(),
        answer.shown(),
        forms);
  }

  private JsonNode read(String fields) {
    WorkfrontAnswer answer =
        api.get(
            "/" + object.path() + "/search", Map.of("ID", id, "fields", fields, "$$LIMIT", "1"));
    if (!answer.isData()) {
      throw WorkfrontProbes.unanswered(answer);
    }
    return answer.data();
  }

  private Observation deletes() {
    requireCreated();
    WorkfrontAnswer answer = api.answer(DeleteRequest.of(uri(""), id));
    deleted = answer.isData();
    boolean success = answer.data().path("success").booleanValue();
    return Observation.that(
        deleted && success,
        "%s%s",
        success ? id + " was deleted" : answer.shown() + ": " + answer.data(),
        deleted ? "" : "; delete \"" + name + "\" (" + id + ")");
  }

  private Observation isGone() {
    requireCreated();
    if (!deleted) {
      return Observation.unknown("the object was not deleted (WF-73)");
    }
    JsonNode found = read("ID");
    return Observation.that(found.isEmpty(), "a search for its ID found %s", found);
  }
}
