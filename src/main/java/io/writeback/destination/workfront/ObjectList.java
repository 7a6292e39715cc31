package io.writeback.destination.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a tenant has: the objects that can be edited, and the fields of each. */
public final class ObjectList {
  /** An object that can be edited: its ObjCode and its name, either of which a route may use. */
  public record Editable(String objCode, String name) {}

  private final WorkfrontApi api;

  ObjectList(WorkfrontApi api) {
    this.api = api;
  }

  /**
   * The objects that can be edited, by name: those that the tenant lists and that the API has a
   * bulk update for. If an entry of this list says what can be done with it, that decides, also for
   * objects that are edited one by one. Since v22 an entry is {@code name, label, objCode, url} and
   * says nothing of the kind.
   *
   * @throws WritebackException if the tenant cannot be asked
   */
  public List<Editable> objects() {
    JsonNode objects = api.read("/metadata", Code.DESTINATION_UNAVAILABLE).path("objects");
    if (!objects.isObject()) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "the metadata lists no objects; Workfront answers otherwise");
    }
    List<Editable> editable = new ArrayList<>();
    for (JsonNode entry : objects) {
      String code = entry.path("objCode").asText("");
      Optional<ObjectType> type =
          ObjectTypes.find(code).or(() -> ObjectTypes.find(entry.path("name").asText("")));
      if (type.isPresent()
          && type.get().editing() != ObjectType.Editing.NONE
          && ObjectMetadata.canBeEdited(entry, type.get())) {
        editable.add(new Editable(code, type.get().name()));
      }
    }
    editable.sort(Comparator.comparing(Editable::name));
    return editable;
  }

  /**
   * The fields of an object, the custom ones last.
   *
   * @param refusal why the types of custom fields are those of the metadata; empty if they are not
   */
  public record Fields(
      String objCode, String name, Optional<String> refusal, List<MetadataField> fields) {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /**
   * What an object consists of.
   *
   * @param object ObjCode or name, any case
   * @throws ConfigurationException if the API has no such object, or does not let it be edited
   * @throws WritebackException if this tenant does not, or cannot be asked
   */
  public Fields fields(String object) {
    ObjectType type;
    try {
      type = ObjectTypes.writable(object);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.UNKNOWN_OBJECT, "discover workfront", "\"" + object + "\": " + e.getMessage());
    }
    ObjectMetadata metadata = ObjectMetadata.read(api, type);
    if (!metadata.custom().isEmpty()) {
      metadata = metadata.with(new ParameterSearch(api).read());
    }
    return new Fields(type.code(), type.name(), metadata.parameters().refusal(), metadata.all());
  }
}
