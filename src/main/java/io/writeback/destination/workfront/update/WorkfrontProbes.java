package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.belief.Belief;
import io.writeback.belief.Observation;
import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.ValueKind;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds out whether a tenant is as we believe Workfront is: its session and its metadata. */
public final class WorkfrontProbes {
  private static final String PARAMETERS = "name,label,dataType,displayType,refObjCode";

  private final WorkfrontApi api;
  private final ObjectType object;
  private final SearchProbes searches;
  private final WriteProbes writes;
  private final CreateProbes creates;
  private final ProbeWrites allowed;
  private WorkfrontAnswer session;
  private JsonNode metadata;

  /**
   * @param plan of the writeback, if the columns of its DataSet are known
   * @param allowed what a person has asked for
   */
  public WorkfrontProbes(
      WorkfrontApi api,
      ObjectType object,
      Optional<Supplier<WorkfrontPlan>> plan,
      ProbeWrites allowed) {
    this.api = api;
    this.object = object;
    this.searches = new SearchProbes(api, object, this::metadata);
    this.writes = new WriteProbes(api, object, plan, allowed.id().orElse(""));
    this.creates = new CreateProbes(api, object, this::metadata);
    this.allowed = allowed;
  }

  /** The probes of all beliefs. */
  public Probes of(List<Belief> beliefs) {
    Probes probes =
        new Probes(beliefs)
            .with("WF-01", this::version)
            .with("WF-02", this::user)
            .with("WF-03", this::fields)
            .with("WF-04", this::types)
            .with("WF-05", this::operations)
            .with("WF-06", this::custom)
            .with("WF-07", this::parameters);
    searches.addTo(probes);
    writes.addTo(probes);
    creates.addTo(probes);
    if (allowed.id().isPresent()) {
      probes.writing();
    }
    return allowed.creates() ? probes.creating() : probes;
  }

  private WorkfrontAnswer session() {
    if (session == null) {
      session = api.get("/session", Map.of());
    }
    return session;
  }

  private JsonNode metadata() {
    if (metadata == null) {
      metadata = api.read("/" + object.path() + "/metadata", Code.UNKNOWN_OBJECT);
    }
    return metadata;
  }

  private Observation version() {
    return Observation.that(
        session().isData(), "%s: %s", api.account().apiVersion(), session().shown());
  }

  private Observation user() {
    boolean named = session().data().path("userID").isTextual();
    return Observation.that(named, "the session has %s userID", named ? "a" : "no");
  }

  private Observation fields() {
    JsonNode fields = metadata().path("fields");
    long described = having(fields, "fieldType", "label");
    return Observation.that(
        described > 0 && described == fields.size(),
        "%d of %d fields have fieldType and label",
        described,
        fields.size());
  }

  private Observation types() {
    Set<String> unknown = new TreeSet<>();
    metadata().path("fields").forEach(field -> unknown.add(field.path("fieldType").asText("")));
    unknown.removeIf(ValueKind::knows);
    return unknown.isEmpty()
        ? Observation.holds("every fieldType is known")
        : Observation.wrong("unknown is %s", unknown);
  }

  private Observation operations() {
    JsonNode operations = metadata().path("operations");
    return operations.isArray()
        ? Observation.that(
            ObjectMetadata.canBeEdited(metadata(), object), "the operations are %s", operations)
        : Observation.unknown("the metadata names no operations");
  }

  private Observation custom() {
    JsonNode custom = metadata().path("custom");
    if (custom.isEmpty()) {
      return Observation.unknown("the metadata lists no custom field");
    }
    long captured = having(custom, "type");
    long likeNative = having(custom, "fieldType");
    return Observation.that(
        captured == custom.size() || likeNative == custom.size(),
        "of %d custom fields %d have type, %d have fieldType",
        custom.size(),
        captured,
        likeNative);
  }

  /** How many of the fields have each of these members as a text. */
  private static long having(JsonNode fields, String... members) {
    return fields
        .valueStream()
        .filter(field -> Stream.of(members).allMatch(member -> field.path(member).isTextual()))
        .count();
  }

  private Observation parameters() {
    WorkfrontAnswer answer = api.get("/param/search", Map.of("fields", PARAMETERS, "$$LIMIT", "1"));
    if (!answer.isData()) {
      return Observation.wrong("%s", answer.shown());
    }
    if (answer.data().isEmpty()) {
      return Observation.unknown("the account sees no parameter: there is none, or it may not");
    }
    Set<String> missing = new TreeSet<>(Set.of(PARAMETERS.split(",")));
    answer.data().get(0).fieldNames().forEachRemaining(missing::remove);
    return missing.isEmpty()
        ? Observation.holds("an entry has %s", PARAMETERS)
        : Observation.wrong("an entry has no %s", missing);
  }

  /** Nothing follows from an answer that is none of ours to judge. */
  static WritebackException unanswered(WorkfrontAnswer answer) {
    return new WritebackException(Code.DESTINATION_UNAVAILABLE, answer.shown());
  }
}
