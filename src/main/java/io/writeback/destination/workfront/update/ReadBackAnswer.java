package io.writeback.destination.workfront.update;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.Difference;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Record;
import io.writeback.destination.workfront.account.WorkfrontAnswer;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.destination.workfront.mapping.ObjectMetadata;
import io.writeback.destination.workfront.mapping.WorkfrontTime;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads the answer to a {@link ReadBackRequest}. */
record ReadBackAnswer(WorkfrontApi api, RecordCheck check) {
  private static final int MOST_SHOWN = 5;

  /**
   * What the objects hold. If Workfront refuses to answer, nothing is known, and the update itself
   * finds out more.
   *
   * @param since when the write was intended, by our clock; Workfront's stands in the answer
   * @param us our user, if that is known; else no change counts as another user's. Asked only for
   *     an answer that shows objects
   * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
   */
  ReadBack of(
      List<Record> records,
      Instant since,
      Supplier<Optional<String>> us,
      HttpRequest sent,
      HttpAnswer answer) {
    ObjectAnswer read =
        new ObjectAnswer(api, "the reading back", "", new WorkfrontAnswer(sent, answer));
    if (read.refusal().isPresent()) {
      return ReadBack.unknown(records);
    }
    Map<String, JsonNode> found = read.objects(records);
    Optional<String> user = us.get();
    return new ReadBack(
        records.stream()
            .map(record -> entry(record, Optional.ofNullable(found.get(record.key())), since, user))
            .toList());
  }

  private ReadBack.Entry entry(
      Record record, Optional<JsonNode> found, Instant since, Optional<String> us) {
    if (found.isEmpty()) {
      return new ReadBack.Entry(record, ReadBack.State.GONE);
    }
    JsonNode object = found.get();
    List<Difference> differences = check.differences(record, Found.of(object));
    if (differences.isEmpty()) {
      return new ReadBack.Entry(
          record, check.covers(record) ? ReadBack.State.HOLDS : ReadBack.State.UNKNOWN);
    }
    Optional<Instant> changed = lastChange(object).filter(when -> when.isAfter(since));
    String who = ObjectMetadata.id(object, ObjectMetadata.LAST_CHANGED_BY);
    if (changed.isEmpty() || us.isEmpty() || who.isEmpty() || who.equals(us.get())) {
      return new ReadBack.Entry(record, ReadBack.State.OTHER_VALUES);
    }
    return new ReadBack.Entry(
        record, ReadBack.State.CONFLICT, conflict(who, changed.get(), differences));
  }

  /** A moment without offset names no instant, so nothing follows from it. */
  private static Optional<Instant> lastChange(JsonNode object) {
    return WorkfrontTime.withOffset(object.path(ObjectMetadata.LAST_CHANGE).asText(""))
        .map(OffsetDateTime::toInstant);
  }

  private static String conflict(String who, Instant when, List<Difference> differences) {
    String fields =
        differences.stream()
            .limit(MOST_SHOWN)
            .map(
                difference ->
                    "%s is \"%s\" and should be \"%s\""
                        .formatted(difference.field(), difference.found(), difference.sent()))
            .collect(Collectors.joining(", "));
    return "the user %s changed the object at %s, while it was in doubt whether this row was written: %s%s"
        .formatted(who, when, fields, differences.size() > MOST_SHOWN ? ", …" : "");
  }
}
