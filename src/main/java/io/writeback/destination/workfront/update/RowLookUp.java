package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.dataset.Row;
import io.writeback.destination.KnownKeys;
import io.writeback.destination.PlanInput;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.Match;
import io.writeback.destination.workfront.mapping.Matches;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.Recognition;
import io.writeback.destination.workfront.mapping.RecordMapper;
import io.writeback.http.HttpRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Looks up which objects the rows without an ID mean, before the first is sent: 2,000 values by one
 * search, as many as Workfront shows objects on a page.
 *
 * <p>Workfront has the last word where it can be searched. What earlier runs have written is asked
 * besides: an object that was known and is not found is deleted, or hidden from our user, and a new
 * one in its place might be a second one.
 */
final class RowLookUp {
  private final WorkfrontApi api;
  private final MatchSearch search;
  private final RecordMapper mapper;
  private final KnownKeys known;
  private final Recognition recognition;

  RowLookUp(WorkfrontApi api, MatchSearch search, RecordMapper mapper, KnownKeys known) {
    this.api = api;
    this.search = search;
    this.mapper = mapper;
    this.known = known;
    this.recognition = search.recognition();
  }

  /** Of all rows, kept beside their snapshot; of a preview in memory. */
  Matches of(PlanInput input) {
    if (input.snapshot().isEmpty()) {
      Map<Long, Match> found = new HashMap<>();
      each(input, found::put);
      return row -> found.getOrDefault(row, MatchFile.NOT_LOOKED_UP);
    }
    try (MatchFile.Writer file =
        new MatchFile.Writer(input.snapshot().get().file().toAbsolutePath().getParent())) {
      each(input, file::add);
      return file.finish();
    }
  }

  private void each(PlanInput input, BiConsumer<Long, Match> found) {
    Map<Long, String> chunk = new LinkedHashMap<>();
    input.rows().each(row -> add(row, chunk, found));
    lookUp(chunk, found);
  }

  private void add(Row row, Map<Long, String> chunk, BiConsumer<Long, Match> found) {
    mapper.toLookUp(row).ifPresent(value -> chunk.put(row.number(), value));
    if (chunk.size() == IdSearch.MOST_IDS) {
      lookUp(chunk, found);
      chunk.clear();
    }
  }

  private void lookUp(Map<Long, String> chunk, BiConsumer<Long, Match> found) {
    if (chunk.isEmpty()) {
      return;
    }
    Set<String> values = new HashSet<>(chunk.values());
    Map<String, Match> matches = recognition.isSearched() ? searched(values) : remembered(values);
    chunk.forEach((row, value) -> found.accept(row, matches.get(value)));
  }

  private Map<String, Match> searched(Set<String> values) {
    MatchSearch.Found found = search(values);
    Map<String, Match> matches = new HashMap<>();
    for (String value : values) {
      List<String> exact = found.exactly(value);
      if (exact.size() == 1) {
        matches.put(value, new Match.Found(exact.get(0)));
      }
    }
    Map<String, Set<String>> written = written(values, matches);
    for (String value : values) {
      if (!matches.containsKey(value)) {
        matches.put(
            value,
            unclear(
                value,
                found.exactly(value),
                found.nearly(value),
                written.getOrDefault(value, Set.of())));
      }
    }
    return matches;
  }

  /** The IDs of objects that were written for values of which none was found. */
  private Map<String, Set<String>> written(Set<String> values, Map<String, Match> matches) {
    List<String> others =
        values.stream()
            .filter(value -> !matches.containsKey(value))
            .map(recognition::named)
            .toList();
    Map<String, Set<String>> written = new HashMap<>();
    known
        .matching(others)
        .forEach((named, ids) -> written.put(named.substring(recognition.named("").length()), ids));
    return written;
  }

  /**
   * A value that not exactly one object has.
   *
   * @param ids of the objects that were written for it before
   */
  private Match unclear(String value, List<String> exact, List<String> near, Set<String> ids) {
    if (!exact.isEmpty()) {
      return ambiguous("%d objects have %s: %s", value, exact, ids);
    }
    if (!near.isEmpty()) {
      return ambiguous(
          "%d objects have a value that differs from %s only in case or in blanks: %s",
          value, near, ids);
    }
    return ids.isEmpty() ? Match.MISSING : vanished(value, ids, holders(ids));
  }

  /** Those of the objects that are there, with the value that they have now. */
  private Map<String, String> holders(Set<String> ids) {
    Map<String, String> holders = new HashMap<>();
    for (JsonNode object :
        objects(search.search().of(ids, new FieldList(List.of(recognition.field()))))) {
      holders.put(ObjectMetadata.id(object, "ID"), object.path(recognition.field()).asText(""));
    }
    return holders;
  }

  private Match vanished(String value, Set<String> ids, Map<String, String> holders) {
    String named = recognition.named(value);
    if (!holders.isEmpty()) {
      Map.Entry<String, String> one = holders.entrySet().iterator().next();
      return new Match.Refused(
          Code.OBJECT_VANISHED,
          "this writeback has written the object %s for %s, and it holds \"%s\" there now: put the value back, or its ID into the row"
              .formatted(one.getKey(), named, one.getValue()),
          ids);
    }
    return recognition.createsVanished() ? Match.MISSING : gone(named, ids);
  }

  private static Match gone(String named, Collection<String> ids) {
    return new Match.Refused(
        Code.OBJECT_VANISHED,
        "this writeback has written the object %s for %s, and it is not found any more: deleted, or not visible to our user. onVanished=create creates another"
            .formatted(CreateReceipt.listed(List.copyOf(ids)), named),
        Set.copyOf(ids));
  }

  /** The row may mean each of those, and what was written for it before. */
  private Match ambiguous(String words, String value, List<String> found, Set<String> written) {
    Set<String> ids = new HashSet<>(found);
    ids.addAll(written);
    return new Match.Refused(
        Code.MATCH_AMBIGUOUS,
        words.formatted(found.size(), recognition.named(value), CreateReceipt.listed(found)),
        ids);
  }

  /** Where no field has the value, only the ledger knows which object a row has. */
  private Map<String, Match> remembered(Set<String> values) {
    List<String> named = values.stream().map(recognition::named).toList();
    Map<String, Set<String>> known = this.known.matching(named);
    Map<String, String> inDoubt = this.known.inDoubt(named);
    Set<String> there = there(known.values());
    Map<String, Match> matches = new HashMap<>();
    for (String value : values) {
      String name = recognition.named(value);
      matches.put(value, remembered(name, known.getOrDefault(name, Set.of()), there, inDoubt));
    }
    return matches;
  }

  private Match remembered(
      String named, Set<String> ids, Set<String> there, Map<String, String> inDoubt) {
    List<String> found = ids.stream().filter(there::contains).sorted().toList();
    if (found.size() == 1) {
      return new Match.Found(found.get(0));
    }
    if (found.size() > 1) {
      return new Match.Refused(
          Code.MATCH_AMBIGUOUS,
          "this writeback has written %d objects for %s: %s"
              .formatted(found.size(), named, CreateReceipt.listed(found)),
          ids);
    }
    if (!ids.isEmpty()) {
      return recognition.createsVanished() ? Match.MISSING : gone(named, ids);
    }
    return inDoubt.containsKey(named)
        ? new Match.Refused(
            Code.CREATE_IN_DOUBT,
            "run %s may have created an object for %s without an answer that says so, and it is not created again: look for it in Workfront, and put its ID into the row"
                .formatted(inDoubt.get(named), named),
            Set.of())
        : Match.MISSING;
  }

  private Set<String> there(Collection<Set<String>> ids) {
    List<String> all = ids.stream().flatMap(Set::stream).distinct().toList();
    Set<String> there = new HashSet<>();
    for (int from = 0; from < all.size(); from += IdSearch.MOST_IDS) {
      List<String> some = all.subList(from, Math.min(from + IdSearch.MOST_IDS, all.size()));
      objects(search.search().of(some, FieldList.ID))
          .forEach(object -> there.add(ObjectMetadata.id(object, "ID")));
    }
    return there;
  }

  private MatchSearch.Found search(Set<String> values) {
    MatchSearch.Found found = new MatchSearch.Found(recognition);
    FieldList fields = new FieldList(List.of(recognition.field()));
    int first = 0;
    List<JsonNode> page;
    do {
      page = objects(search.of(values, fields, first, IdSearch.MOST_IDS));
      page.forEach(found::add);
      first += page.size();
    } while (page.size() == IdSearch.MOST_IDS);
    return found;
  }

  private List<JsonNode> objects(HttpRequest request) {
    WorkfrontAnswer answer = api.search(request);
    List<JsonNode> objects = new ArrayList<>();
    answer
        .objects()
        .orElseThrow(
            () ->
                new WritebackException(
                    Code.DESTINATION_UNAVAILABLE,
                    "Workfront does not let the objects of rows without an ID be looked up, so nothing was sent: "
                        + (answer.refusal().isEmpty()
                            ? "status " + answer.status()
                            : answer.refusal())))
        .forEach(objects::add);
    return objects;
  }
}
