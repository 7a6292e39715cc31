package io.writeback.destination.workfront.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * Native fields whose update Workfront answers with 200 although it does not change them (users'
 * notes, verified on tenants). A field that no update ever changes is refused; one that some
 * objects change and others do not gets a warning, and its receipt says which.
 */
final class SilentFields {
  private static final String SCHEDULED =
      "Workfront's scheduler recalculates it unless the task's constraint fixes it; such rows"
          + " differ";
  private static final String COMPUTED =
      "Workfront computes it for tasks whose duration type is calculated and for tasks without an assignment; such rows differ";
  private static final String AS_TEXT =
      "Workfront stores a value that it does not know as TEXT, without an error";

  private static final Map<String, String> REFUSED =
      Map.of(
          "OPTASK projectID",
          "an issue is moved to another project by Workfront's action move, not by an update");

  private static final Map<String, String> WARNED =
      Map.of(
          "TASK plannedStartDate", SCHEDULED,
          "TASK plannedCompletionDate", SCHEDULED,
          "TASK work", COMPUTED,
          "TASK workRequired", COMPUTED,
          "PARAM dataType", AS_TEXT,
          "PARAM displayType", AS_TEXT);

  private SilentFields() {}

  /** Why no update changes a field, and what does; empty if updates do. */
  static Optional<String> refusal(ObjectType object, MetadataField field) {
    if (field.wireName().equals("parameterValues")) {
      return Optional.of("custom fields are written by their own names, such as DE:Region");
    }
    return Optional.ofNullable(REFUSED.get(key(object, field)));
  }

  /** On which objects an update does not change a field; empty if it changes it on all. */
  static Optional<String> warning(ObjectType object, MetadataField field) {
    return Optional.ofNullable(WARNED.get(key(object, field)))
        .map(why -> "the field %s: %s".formatted(field.wireName(), why));
  }

  private static String key(ObjectType object, MetadataField field) {
    return object.code() + " " + field.wireName();
  }
}
