package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a tenant says about one kind of object: {@code GET /proj/metadata}.
 *
 * @param objCode the object's code, as the tenant gives it
 * @param fields key to field
 * @param references key to label, of links to other objects
 * @param collections key to label, of lists of other objects
 * @param custom name without {@code DE:} to field
 * @param listsCustom whether there was a list of custom fields at all; whether all versions send it
 *     is not documented
 * @param parameters what is known of custom fields besides
 */
public record ObjectMetadata(
    String objCode,
    Map<String, MetadataField> fields,
    Map<String, String> references,
    Map<String, String> collections,
    Map<String, MetadataField> custom,
    boolean listsCustom,
    Parameters parameters) {
  public static final String LAST_CHANGE = "lastUpdateDate";
  public static final String LAST_CHANGED_BY = "lastUpdatedByID";
  private static final String REQUIRED = "REQUIRED";

  /** Objects that exist in a project only (users' reports). */
  private static final Set<String> PARTS_OF_PROJECTS = Set.of("TASK", "OPTASK");

  public ObjectMetadata {
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    references = Collections.unmodifiableMap(new TreeMap<>(references));
    collections = Collections.unmodifiableMap(new TreeMap<>(collections));
    custom = Collections.unmodifiableMap(new TreeMap<>(custom));
  }

  /** The ID that a member of an answer has, in lower case; "" if it has none. */
  public static String id(JsonNode object, String member) {
    return object.path(member).asText("").strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Asks the tenant.
   *
   * @throws WritebackException if the object is unknown there, cannot be edited, or cannot be asked
   *     for
   */
  public static ObjectMetadata read(WorkfrontApi api, ObjectType object) {
    JsonNode data = api.read("/" + object.path() + "/metadata", Code.UNKNOWN_OBJECT);
    if (!data.path("fields").isObject()) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "the metadata of "
              + object.name()
              + " has no fields, which is not how Workfront"
              + " answers");
    }
    if (!canBeEdited(data, object)) {
      throw new WritebackException(Code.UNKNOWN_OBJECT, refusal(data.path("operations"), object));
    }
    return of(data, object);
  }

  public static ObjectMetadata of(JsonNode data, ObjectType object) {
    String objCode = data.path("objCode").asText("");
    return new ObjectMetadata(
        objCode.isEmpty() ? object.code() : objCode,
        fields(data.path("fields"), false),
        labels(data.path("references")),
        labels(data.path("collections")),
        fields(data.path("custom"), true),
        data.path("custom").isObject(),
        Parameters.NOT_ASKED);
  }

  /** The same with what the tenant's list of custom fields says. */
  ObjectMetadata with(Parameters described) {
    Map<String, MetadataField> fields = new TreeMap<>();
    custom.forEach((name, field) -> fields.put(name, described.described(field)));
    return new ObjectMetadata(
        objCode, this.fields, references, collections, fields, listsCustom, described);
  }

  /**
   * Whether edit is among the operations. Metadata without operations says nothing against it,
   * which is enough where the API documents a bulk update, and not where it documents none.
   */
  public static boolean canBeEdited(JsonNode entry, ObjectType object) {
    JsonNode operations = entry.path("operations");
    if (!operations.isArray()) {
      return object.editing() == ObjectType.Editing.BULK;
    }
    for (JsonNode operation : operations) {
      if (operation.asText().equalsIgnoreCase("edit")) {
        return true;
      }
    }
    return false;
  }

  private static String refusal(JsonNode operations, ObjectType object) {
    String why =
        operations.isArray()
            ? "its operations are " + operations
            : "the API has no bulk update for it, and this tenant's metadata does not say that one"
                + " can be edited at a time";
    return "Workfront does not let %s be edited: %s; ./writeback discover workfront lists the objects that can be"
        .formatted(object.described(), why);
  }

  private static Map<String, MetadataField> fields(JsonNode entries, boolean custom) {
    Map<String, MetadataField> fields = new TreeMap<>();
    entries
        .properties()
        .forEach(
            entry -> {
              MetadataField field = MetadataField.of(entry.getKey(), entry.getValue(), custom);
              fields.put(field.name(), field);
            });
    return fields;
  }

  private static Map<String, String> labels(JsonNode entries) {
    Map<String, String> labels = new TreeMap<>();
    entries
        .properties()
        .forEach(entry -> labels.put(entry.getKey(), entry.getValue().path("label").asText("")));
    return labels;
  }

  /** All fields, the custom ones last. */
  List<MetadataField> all() {
    List<MetadataField> all = new ArrayList<>(fields.values());
    all.addAll(custom.values());
    return all;
  }

  /** Whether an object says when it was changed last, and by whom. */
  public boolean showsChanges() {
    return fields.containsKey(LAST_CHANGE) && fields.containsKey(LAST_CHANGED_BY);
  }

  /**
   * Distinguishes one state of the fields from another: names, labels, types, read-only, kinds,
   * options.
   */
  public String digest() {
    StringBuilder all = new StringBuilder();
    for (MetadataField field : all()) {
      all.append(
              String.join(
                  "\u0000",
                  field.wireName(),
                  field.label(),
                  field.type(),
                  field.writable() + "",
                  field.kind().name(),
                  field.options().toString()))
          .append('\n');
    }
    return DigestUtils.sha256Hex(all.toString());
  }

  /** What a new object has to have; tasks and issues belong to a project. */
  public Set<String> required(ObjectType object) {
    Set<String> required = new TreeSet<>();
    for (MetadataField field : fields.values()) {
      if (field.flags().contains(REQUIRED) && field.writable()) {
        required.add(field.wireName());
      }
    }
    if (PARTS_OF_PROJECTS.contains(object.code())) {
      required.add("projectID");
    }
    return required;
  }
}
