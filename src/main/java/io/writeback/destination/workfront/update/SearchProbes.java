package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.rest.StrictJson;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.MetadataField;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.ObjectType;
import io.writeback.destination.workfront.mapping.ValueComparison;
import io.writeback.destination.workfront.mapping.ValueKind;
import io.writeback.destination.workfront.mapping.WorkfrontTime;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Probes what objects look like when they are searched for, and how a search is refused. */
final class SearchProbes {
  private static final int SAMPLE = 3;
  private static final int OF_A_TYPE = 10;
  private static final int OF_A_NAME = 100;

  /** Neither an object nor a field of any tenant. */
  private static final String NO_ID = "0123456789abcdef0123456789abcdef";

  private static final String NO_FIELD = "writebackProbeNoSuchField";
  private static final String VARIABLE = "$$";
  private static final int NOT_FOUND = 404;
  private static final int INVALID = 422;

  private final WorkfrontApi api;
  private final ObjectType object;
  private final String path;
  private final IdSearch idSearch;
  private final Supplier<JsonNode> metadata;
  private Set<String> asked;
  private WorkfrontAnswer sample;

  SearchProbes(WorkfrontApi api, ObjectType object, Supplier<JsonNode> metadata) {
    this.api = api;
    this.object = object;
    this.path = "/" + object.path();
    this.idSearch = new IdSearch(api.uri(path + "/search"));
    this.metadata = metadata;
  }

  void addTo(Probes probes) {
    probes
        .with("WF-10", this::returnsFields)
        .with("WF-11", this::ids)
        .with("WF-12", this::listOfIds)
        .with("WF-13", this::leavesOut)
        .with("WF-14", this::posted)
        .with("WF-15", this::fieldsAsArray)
        .with("WF-16", this::largestPage)
        .with("WF-17", this::changes)
        .with("WF-18", this::moments)
        .with("WF-19", this::decimals)
        .with("WF-20", () -> refusal(NO_FIELD, INVALID))
        .with("WF-21", () -> refusal("DE:" + NO_FIELD, NOT_FOUND))
        .with("WF-22", this::unknownId)
        .with("WF-23", this::manyIds)
        .with("WF-24", this::forms)
        .with("WF-83", this::byValue)
        .with("WF-85", this::variable);
  }

  private Set<String> asked() {
    if (asked == null) {
      asked = new LinkedHashSet<>(List.of("ID"));
      for (String name :
          List.of("name", "status", ObjectMetadata.LAST_CHANGE, ObjectMetadata.LAST_CHANGED_BY)) {
        if (metadata.get().path("fields").has(name)) {
          asked.add(name);
        }
      }
      asked.addAll(ofKind(ValueKind.INSTANT));
      asked.addAll(ofKind(ValueKind.DECIMAL));
    }
    return asked;
  }

  private List<String> ofKind(ValueKind kind) {
    return ObjectMetadata.of(metadata.get(), object).fields().values().stream()
        .filter(field -> field.kind() == kind && field.canBeReadBack())
        // Those that can be written matter more.
        .sorted(Comparator.comparing(field -> !field.writable()))
        .map(MetadataField::name)
        .limit(OF_A_TYPE)
        .toList();
  }

  /** The first objects that the account sees. */
  private JsonNode sample() {
    if (sample == null) {
      sample = search(Map.of("fields", String.join(",", asked()), "$$LIMIT", "" + SAMPLE));
    }
    if (!sample.isData()) {
      throw WorkfrontProbes.unanswered(sample);
    }
    if (sample.data().isEmpty()) {
      throw new WritebackException(
          Code.UNKNOWN_OBJECT, "the account sees no object of this kind, so nothing can be read");
    }
    return sample.data();
  }

  private WorkfrontAnswer search(Map<String, String> query) {
    return api.get(path + "/search", query);
  }

  private List<String> sampleIds() {
    return sample().valueStream().map(one -> ObjectMetadata.id(one, "ID")).toList();
  }

  private Observation returnsFields() {
    Set<String> missing = new LinkedHashSet<>();
    for (JsonNode one : sample()) {
      asked().stream().filter(name -> !one.has(name)).forEach(missing::add);
    }
    // Those are a belief of their own.
    missing.removeAll(List.of(ObjectMetadata.LAST_CHANGE, ObjectMetadata.LAST_CHANGED_BY));
    return missing.isEmpty()
        ? Observation.holds("%d objects have all of %s", sample().size(), asked())
        : Observation.wrong("%s were asked for and not returned", missing);
  }

  private Observation ids() {
    for (JsonNode one : sample()) {
      if (!one.path("ID").asText("").matches("[0-9a-f]{32}")) {
        return Observation.wrong("an ID is %s", one.path("ID"));
      }
    }
    return Observation.holds("such as %s", sampleIds().get(0));
  }

  private Observation listOfIds() {
    List<String> ids = sampleIds();
    return ids.size() < 2
        ? Observation.unknown("the account sees one object only")
        : found(idSearch.get(ids, FieldList.ID), ids.size(), ids.size());
  }

  private Observation leavesOut() {
    return found(idSearch.get(List.of(sampleIds().get(0), NO_ID), FieldList.ID), 2, 1);
  }

  private Observation posted() {
    List<String> ids = sampleIds();
    return found(idSearch.post(ids, FieldList.ID), ids.size(), ids.size());
  }

  /** As the forms of many objects are asked for. */
  private Observation manyIds() {
    List<String> ids = new ArrayList<>(sampleIds().subList(0, 1));
    if (posted().result() != Observation.Result.HOLDS) {
      return Observation.unknown("a search cannot be posted (WF-14)");
    }
    for (int n = 1; ids.size() < IdSearch.MOST_IDS; n++) {
      ids.add("%032x".formatted(n));
    }
    return found(idSearch.of(ids, FieldList.ID), ids.size(), 1);
  }

  private Observation forms() {
    if (metadata.get().path("custom").isEmpty()) {
      return Observation.unknown("the metadata lists no custom field");
    }
    WorkfrontAnswer answer =
        search(
            Map.of(
                "ID", sampleIds().get(0), "fields", FormCheck.FIELDS.toString(), "$$LIMIT", "1"));
    JsonNode object = answer.data().path(0);
    return seen(answer, object.path(FormCheck.FORMS).isArray(), "an object is %s", object);
  }

  /**
   * As the objects of rows without an ID are looked up; how soon a new one is found is not seen.
   */
  private Observation byValue() {
    Map<String, String> names = new LinkedHashMap<>();
    for (JsonNode one : sample()) {
      String name = one.path("name").asText("");
      if (!name.isBlank() && !name.startsWith(VARIABLE)) {
        names.put(ObjectMetadata.id(one, "ID"), name);
      }
    }
    if (names.isEmpty()) {
      return Observation.unknown("no object has a name to search for");
    }
    String question =
        IdSearch.condition(
                "name", new LinkedHashSet<>(names.values()), new FieldList(List.of("name")))
            .add("ID_Sort=asc")
            .add(Query.encode("$$FIRST") + "=0")
            .add(Query.encode("$$LIMIT") + "=" + OF_A_NAME)
            .toString();
    WorkfrontAnswer answer = api.answer(idSearch.of(question));
    Map<String, String> found = new HashMap<>();
    answer
        .data()
        .forEach(one -> found.put(ObjectMetadata.id(one, "ID"), one.path("name").asText("")));
    long exact =
        names.entrySet().stream()
            .filter(one -> one.getValue().equals(found.get(one.getKey())))
            .count();
    return found.size() == OF_A_NAME
        ? Observation.unknown("too many objects have the names of the first %d", names.size())
        : seen(
            answer,
            exact == names.size(),
            "of %d objects, %d were found by their names",
            names.size(),
            exact);
  }

  /** Our user, by a variable that stands for its ID. */
  private Observation variable() {
    Optional<String> user = api.user();
    if (user.isEmpty()) {
      return Observation.unknown("the session has no userID (WF-02)");
    }
    WorkfrontAnswer answer =
        api.get("/user/search", Map.of("ID", VARIABLE + "USER.ID", "fields", "ID"));
    if (!answer.isData()) {
      return Observation.unknown("%s", answer.shown());
    }
    JsonNode found = answer.data();
    return Observation.that(
        found.size() == 1 && ObjectMetadata.id(found.path(0), "ID").equals(user.get()),
        "a search for $$USER.ID found %s",
        found);
  }

  /** So a read-back asks for names with commas. */
  private Observation fieldsAsArray() {
    List<String> names = new ArrayList<>(List.of("ID"));
    if (asked().contains("name")) {
      names.add("name");
    }
    String array = StrictJson.MAPPER.valueToTree(names).toString();
    WorkfrontAnswer answer = search(Map.of("ID", sampleIds().get(0), "fields", array));
    JsonNode found = answer.data();
    return seen(
        answer,
        found.size() == 1 && names.stream().allMatch(found.path(0)::has),
        "%s were asked for, and the answer has %s",
        names,
        found);
  }

  private Observation found(HttpRequest question, int asked, int expected) {
    WorkfrontAnswer answer = api.answer(question);
    int found = answer.data().size();
    return seen(
        answer,
        answer.data().isArray() && found == expected,
        "of %d IDs, %d of them there, %d were found",
        asked,
        expected,
        found);
  }

  /** What follows from data; that there is none disproves the belief. */
  private static Observation seen(
      WorkfrontAnswer answer, boolean holds, String words, Object... arguments) {
    return answer.isData()
        ? Observation.that(holds, words, arguments)
        : Observation.wrong("%s", answer.shown());
  }

  private Observation largestPage() {
    WorkfrontAnswer answer = search(Map.of("ID", NO_ID, "fields", "ID", "$$LIMIT", "2000"));
    return Observation.that(answer.isData(), "%s", answer.shown());
  }

  private Observation changes() {
    JsonNode one = sample().get(0);
    for (String name : List.of(ObjectMetadata.LAST_CHANGE, ObjectMetadata.LAST_CHANGED_BY)) {
      if (!one.path(name).isTextual()) {
        return Observation.wrong("an object has no %s", name);
      }
    }
    return Observation.holds("an object has both");
  }

  private Observation moments() {
    return example(
        ValueKind.INSTANT,
        value -> WorkfrontTime.withOffset(value.asText()).isPresent(),
        "no object has a date with a time");
  }

  private Observation decimals() {
    return example(
        ValueKind.DECIMAL,
        value -> ValueComparison.number(value).isPresent(),
        "no object has an amount");
  }

  /** Whether every value of a kind is read; the last one is the example. */
  private Observation example(ValueKind kind, Predicate<JsonNode> isRead, String none) {
    String example = "";
    for (JsonNode one : sample()) {
      for (String name : ofKind(kind)) {
        JsonNode value = one.path(name);
        if (value.isNull() || value.isMissingNode()) {
          continue;
        }
        if (!isRead.test(value)) {
          return Observation.wrong("%s is %s", name, value);
        }
        example = value.asText();
      }
    }
    return example.isEmpty() ? Observation.unknown(none) : Observation.holds("such as %s", example);
  }

  /** A refusal whose words name what was refused: so it can be attributed to a column. */
  private Observation refusal(String field, int expected) {
    return refused(search(Map.of("fields", field, "$$LIMIT", "1")), expected, NO_FIELD);
  }

  private Observation unknownId() {
    return refused(api.get(path + "/" + NO_ID, Map.of("fields", "ID")), NOT_FOUND, NO_ID);
  }

  private static Observation refused(WorkfrontAnswer answer, int expected, String named) {
    String words = answer.error().orElse("").toLowerCase(Locale.ROOT);
    return Observation.that(
        answer.status() == expected && words.contains(named.toLowerCase(Locale.ROOT)),
        "%s",
        answer.shown());
  }
}
