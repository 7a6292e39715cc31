package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.Difference;
import io.writeback.destination.Exchange;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.CustomForm;
import io.writeback.destination.workfront.mapping.FieldMapping;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.ValueComparison;
import io.writeback.destination.workfront.mapping.ValueKind;
import io.writeback.destination.workfront.mapping.WorkfrontTime;
import io.writeback.http.CallFailure;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Writes one object with the values that it has, as a run would: the request and the judgement of
 * its answer are those of the writeback's plan. Only fields that the writeback writes are touched.
 */
final class WriteProbes {
  private static final String FORM = "categoryID";
  private static final int ENOUGH = 1_000;
  private static final Set<ValueKind> PLAIN =
      Set.of(ValueKind.TEXT, ValueKind.FLAG, ValueKind.WHOLE, ValueKind.DOUBLE, ValueKind.DECIMAL);

  private static final Duration CLOCKS = Duration.ofMinutes(1);

  private final WorkfrontApi api;
  private final ObjectType object;
  private final Optional<Supplier<WorkfrontPlan>> planning;
  private final String id;
  private WorkfrontPlan plan;
  private JsonNode before;
  private JsonNode after;
  private Instant sent;

  WriteProbes(
      WorkfrontApi api, ObjectType object, Optional<Supplier<WorkfrontPlan>> planning, String id) {
    this.api = api;
    this.object = object;
    this.planning = planning;
    this.id = id;
  }

  void addTo(Probes probes) {
    probes
        .with("WF-30", () -> written(Set.of(ValueKind.TEXT, ValueKind.FLAG)))
        .with("WF-31", this::changedByUs)
        .with("WF-32", () -> written(Set.of(ValueKind.WHOLE, ValueKind.DOUBLE, ValueKind.DECIMAL)))
        .with("WF-33", () -> written(Set.of(ValueKind.DAY)))
        .with("WF-34", () -> written(Set.of(ValueKind.INSTANT)))
        .with("WF-35", () -> written(Set.of(ValueKind.TEXTS, ValueKind.REFERENCES)))
        .with("WF-36", this::changedNow)
        .with("WF-89", this::attachedTwice);
  }

  private WorkfrontPlan plan() {
    if (plan == null) {
      plan =
          planning
              .orElseThrow(
                  () ->
                      new WritebackException(
                          Code.SOURCE_UNAVAILABLE,
                          "the columns of the DataSet are not known, so neither are the fields"))
              .get();
    }
    return plan;
  }

  /** The object as it is before the first write. */
  private JsonNode before() {
    if (before == null) {
      before = read(plan().fieldMapping().readBack());
    }
    return before;
  }

  private JsonNode read(List<String> fields) {
    WorkfrontAnswer answer =
        api.get(
            "/" + object.path() + "/search",
            Map.of("ID", id, "fields", String.join(",", fields), "$$LIMIT", "1"));
    if (!answer.isData()) {
      throw WorkfrontProbes.unanswered(answer);
    }
    if (answer.data().size() != 1) {
      throw new WritebackException(
          Code.UNKNOWN_OBJECT, "the account sees no %s %s".formatted(object.name(), id));
    }
    return answer.data().get(0);
  }

  /** The fields of these kinds that the writeback writes and the object has a value in. */
  private Record own(Set<ValueKind> kinds) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (FieldMapping.Written entry : plan().fieldMapping().written()) {
      JsonNode value = before().path(entry.field().wireName());
      if (entry.readBack() && kinds.contains(entry.kind()) && !ValueComparison.empty(value)) {
        plan()
            .heldValues()
            .value(entry.kind(), value)
            .ifPresent(own -> values.put(entry.field().wireName(), own));
      }
    }
    return new Record(1, id, values, ENOUGH);
  }

  private Observation written(Set<ValueKind> kinds) {
    Record record = own(kinds);
    if (record.fields().isEmpty()) {
      return Observation.unknown(
          "no column of the writeback goes to a field of this kind that the object has a value in");
    }
    return write(record);
  }

  private Observation write(Record record) {
    Exchange update = plan().write(new Work.Records(List.of(record)));
    Authorised.Answered answered = api.ask(update.request());
    Receipt receipt;
    try {
      receipt = update.read(answered.sent(), answered.answer());
    } catch (CallFailure e) {
      return Observation.wrong("%s", e.getMessage());
    }
    if (receipt instanceof Receipt.Refused refused) {
      return Observation.wrong("%s refused: %s", record.fields().keySet(), refused.message());
    }
    if (!(receipt instanceof Receipt.Delivered delivered)) {
      return Observation.unknown("the answer of an atomic request says nothing of fields");
    }
    List<Difference> differences = delivered.written().get(0).differences();
    return differences.isEmpty()
        ? Observation.holds(
            "%s written with their own values, and returned", record.fields().keySet())
        : Observation.wrong(
            "%s was \"%s\" and came back as \"%s\"",
            differences.get(0).field(), differences.get(0).sent(), differences.get(0).found());
  }

  /** The object after it was written with one of its values; a failure says that it was not. */
  private JsonNode afterWrite() {
    if (after == null) {
      Record record = own(PLAIN);
      if (record.fields().isEmpty()) {
        throw new WritebackException(
            Code.NOTHING_MAPPED, "the object has no value in any field that the writeback writes");
      }
      Map<String, Object> one = Map.ofEntries(record.fields().entrySet().iterator().next());
      sent = Instant.now();
      Observation written = write(new Record(1, id, one, ENOUGH));
      if (written.result() != Observation.Result.HOLDS) {
        throw new WritebackException(Code.BATCH_REFUSED, "not written: " + written.words());
      }
      after = read(List.of(ObjectMetadata.LAST_CHANGE, ObjectMetadata.LAST_CHANGED_BY));
    }
    return after;
  }

  private Observation changedByUs() {
    String by = afterWrite().path(ObjectMetadata.LAST_CHANGED_BY).asText("");
    String us = api.user().orElse("");
    return us.isEmpty() || by.isEmpty()
        ? Observation.unknown("the session says \"%s\", lastUpdatedByID is \"%s\"", us, by)
        : Observation.that(
            by.toLowerCase(Locale.ROOT).equals(us), "we are %s, lastUpdatedByID is %s", us, by);
  }

  /** A form that the object has is to be attached once more, which is refused. */
  private Observation attachedTwice() {
    JsonNode found = read(List.of(FORM, "name"));
    String form = ObjectMetadata.id(found, FORM);
    if (form.isEmpty()) {
      return Observation.unknown("the object has no custom form");
    }
    Exchange attach =
        new AttachForm(api, api.account().apiVersion(), object, new CustomForm(form, form))
            .to(new Record(1, id, Map.of(), ENOUGH));
    WorkfrontAnswer answer = api.answer(attach.request());
    String words = answer.error().orElse("").toLowerCase(Locale.ROOT);
    return Observation.that(
        words.contains(AttachForm.ATTACHED) && words.contains(form), "%s", answer.shown());
  }

  private Observation changedNow() {
    String text = afterWrite().path(ObjectMetadata.LAST_CHANGE).asText("");
    return WorkfrontTime.withOffset(text)
        .map(
            changed ->
                Observation.that(
                    Duration.between(sent, changed).abs().compareTo(CLOCKS) <= 0,
                    "written at %s by our clock, lastUpdateDate is %s",
                    sent,
                    text))
        .orElseGet(() -> Observation.unknown("lastUpdateDate is \"%s\"", text));
  }
}
