package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Probes what objects look like when they are searched for, and how a search is refused. */
final class SearchProbes {
  private static final int SAMPLE = 3;
  private static final int OF_A_TYPE = 10;

  /** Neither an object nor a field of any tenant. */
  private static final String NO_ID = "0123456789abcdef0123456789abcdef";

  private static final String NO_FIELD = "writebackProbeNoSuchField";
  private static final int NOT_FOUND = 404;
  private static final int INVALID = 422;

  private final WorkfrontApi api;
  private final String path;
  private final Supplier<JsonNode> metadata;
  private Set<String> asked;
  private ProbeAnswer sample;

  SearchProbes(WorkfrontApi api, ObjectType object, Supplier<JsonNode> metadata) {
    this.api = api;
    this.path = "/" + object.path();
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
        .with("WF-20", () -> refusal("fields", NO_FIELD, INVALID))
        .with("WF-21", () -> refusal("fields", "DE:" + NO_FIELD, NOT_FOUND))
        .with("WF-22", this::unknownId)
        .with("WF-23", this::manyIds)
        .with("WF-24", this::forms);
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
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : metadata.get().path("fields").properties()) {
      String type = field.getValue().path("fieldType").asText("");
      boolean restricted = field.getValue().path("flags").toString().contains("WRITE_ONLY");
      if (ValueKind.knows(type) && ValueKind.of(type) == kind && !restricted) {
        names.add(field.getKey());
      }
    }
    // Those that can be written are those that matter, and their names come first in no order.
    names.sort((one, another) -> Boolean.compare(readOnly(one), readOnly(another)));
    return names.subList(0, Math.min(OF_A_TYPE, names.size()));
  }

  private boolean readOnly(String name) {
    return metadata.get().path("fields").path(name).path("flags").toString().contains("READ_ONLY");
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

  private ProbeAnswer search(Map<String, String> query) {
    return ProbeAnswer.get(api, path + "/search", query);
  }

  private List<String> sampleIds() {
    List<String> ids = new ArrayList<>();
    sample().forEach(one -> ids.add(one.path("ID").asText("").toLowerCase(Locale.ROOT)));
    return ids;
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
    if (ids.size() < 2) {
      return Observation.unknown("the account sees one object only");
    }
    ProbeAnswer answer = ProbeAnswer.get(api, path + "/search?" + question(ids));
    return found(answer, ids.size(), ids.size());
  }

  private Observation leavesOut() {
    List<String> ids = new ArrayList<>(sampleIds().subList(0, 1));
    ids.add(NO_ID);
    return found(ProbeAnswer.get(api, path + "/search?" + question(ids)), ids.size(), 1);
  }

  private Observation posted() {
    List<String> ids = sampleIds();
    String form = "method=GET&" + question(ids);
    return found(ProbeAnswer.post(api, path + "/search", form), ids.size(), ids.size());
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
    return found(
        ProbeAnswer.of(api.ask(IdSearch.of(api.uri(path + "/search"), ids, "ID"))), ids.size(), 1);
  }

  private Observation forms() {
    if (metadata.get().path("custom").isEmpty()) {
      return Observation.unknown("the metadata lists no custom field");
    }
    ProbeAnswer answer =
        search(Map.of("ID", sampleIds().get(0), "fields", FormSearch.FIELDS, "$$LIMIT", "1"));
    return answer.isData()
        ? Observation.that(
            answer.data().path(0).path(FormSearch.FORMS).isArray(),
            "an object is %s",
            answer.data().path(0))
        : Observation.wrong("%s", answer.shown());
  }

  /** So a read-back asks for names with commas. */
  private Observation fieldsAsArray() {
    List<String> names = new ArrayList<>(List.of("ID"));
    if (asked().contains("name")) {
      names.add("name");
    }
    Map<String, String> query =
        Map.of("ID", sampleIds().get(0), "fields", StrictJson.MAPPER.valueToTree(names).toString());
    ProbeAnswer answer = search(query);
    return answer.isData()
        ? Observation.that(
            answer.data().size() == 1 && names.stream().allMatch(answer.data().get(0)::has),
            "%s were asked for, and the answer has %s",
            names,
            answer.data())
        : Observation.wrong("%s", answer.shown());
  }

  /** As a read-back asks. */
  private static String question(List<String> ids) {
    List<String> parts = new ArrayList<>();
    ids.forEach(id -> parts.add("ID=" + Query.encode(id)));
    parts.add("ID_Mod=in");
    parts.add("fields=ID");
    parts.add(Query.encode("$$LIMIT") + "=" + ids.size());
    return String.join("&", parts);
  }

  private static Observation found(ProbeAnswer answer, int asked, int expected) {
    return answer.isData()
        ? Observation.that(
            answer.data().isArray() && answer.data().size() == expected,
            "of %d IDs, %d of them there, %d were found",
            asked,
            expected,
            answer.data().size())
        : Observation.wrong("%s", answer.shown());
  }

  private Observation largestPage() {
    ProbeAnswer answer =
        ProbeAnswer.get(
            api, path + "/search", Map.of("ID", NO_ID, "fields", "ID", "$$LIMIT", "2000"));
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
    String example = "";
    for (JsonNode one : sample()) {
      for (String name : ofKind(ValueKind.INSTANT)) {
        JsonNode value = one.path(name);
        if (value.isNull() || value.isMissingNode()) {
          continue;
        }
        boolean read =
            WorkfrontTime.parse(value.asText()).filter(time -> time.offset() != null).isPresent();
        if (!read) {
          return Observation.wrong("%s is %s", name, value);
        }
        example = value.asText();
      }
    }
    return example.isEmpty()
        ? Observation.unknown("no object has a date with a time")
        : Observation.holds("such as %s", example);
  }

  private Observation decimals() {
    String example = "";
    for (JsonNode one : sample()) {
      for (String name : ofKind(ValueKind.DECIMAL)) {
        JsonNode value = one.path(name);
        if (value.isNull() || value.isMissingNode()) {
          continue;
        }
        if (!isDecimal(value)) {
          return Observation.wrong("%s is %s", name, value);
        }
        example = value.toString();
      }
    }
    return example.isEmpty()
        ? Observation.unknown("no object has an amount")
        : Observation.holds("such as %s", example);
  }

  private static boolean isDecimal(JsonNode value) {
    if (value.isNumber()) {
      return true;
    }
    try {
      return value.isTextual() && new BigDecimal(value.asText()) != null;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** A refusal whose words name what was refused: so it can be attributed to a column. */
  private Observation refusal(String parameter, String value, int expected) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put(parameter, value);
    query.put("$$LIMIT", "1");
    return refused(search(query), expected, NO_FIELD);
  }

  private Observation unknownId() {
    return refused(
        ProbeAnswer.get(api, path + "/" + NO_ID, Map.of("fields", "ID")), NOT_FOUND, NO_ID);
  }

  private static Observation refused(ProbeAnswer answer, int expected, String named) {
    String words = answer.error().toLowerCase(Locale.ROOT);
    return Observation.that(
        answer.status() == expected && words.contains(named.toLowerCase(Locale.ROOT)),
        "%s",
        answer.shown());
  }
}
