package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.account.WorkfrontApi;
import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The objects of a tenant that can be edited, and the fields of each. */
public record WorkfrontDiscovery(Function<String, WorkfrontApi> tenants) implements Discovery {
  private static final String[] COLUMNS = {
    "key", "label", "type", "writable", "custom", "source", "forms", "values"
  };

  /**
   * The objects that can be edited, by name: those that the tenant lists and that the API has a
   * bulk update for. If an entry of this list says what can be done with it, that decides, also for
   * objects that are edited one by one. Since v22 an entry is {@code name, label, objCode, url} and
   * says nothing of the kind.
   */
  @Override
  public Listing all(String account, String name) {
    JsonNode objects =
        tenants.apply(account).read("/metadata", Code.DESTINATION_UNAVAILABLE).path("objects");
    if (!objects.isObject()) {
      throw new WritebackException(
          Code.DESTINATION_UNAVAILABLE,
          "the metadata lists no objects, which is not how Workfront answers");
    }
    List<List<Object>> rows = new ArrayList<>();
    for (JsonNode entry : objects) {
      String code = entry.path("objCode").asText("");
      Optional<ObjectType> type =
          ObjectType.find(code)
              .or(() -> ObjectType.find(entry.path("name").asText("")))
              .filter(ObjectType::isEditable)
              .filter(known -> ObjectMetadata.canBeEdited(entry, known))
              .filter(known -> Listing.matches(name, code, known.name()));
      type.ifPresent(found -> rows.add(List.of(code, found.name())));
    }
    rows.sort(Comparator.comparing(row -> (String) row.get(1)));
    return Listing.of(Map.of("account", account), "objects", "objCode", "name").with(rows);
  }

  @Override
  public Listing inside(String account, String item, String name) {
    WorkfrontApi api = tenants.apply(account);
    ObjectType type;
    try {
      type = ObjectType.writable(item);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          Code.UNKNOWN_OBJECT, "discover workfront", "\"" + item + "\": " + e.getMessage());
    }
    ObjectMetadata metadata = ObjectMetadata.read(api, type);
    if (!metadata.custom().isEmpty()) {
      metadata = metadata.with(new ParameterSearch(api).read());
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("objCode", type.code());
    facts.put("name", type.name());
    metadata.parameters().refusal().ifPresent(why -> facts.put("fall-back", why));
    List<List<Object>> rows = new ArrayList<>();
    for (MetadataField field : metadata.all()) {
      if (Listing.matches(name, field.wireName(), field.label())) {
        rows.add(
            List.of(
                field.wireName(),
                field.label(),
                field.type(),
                field.writable(),
                field.custom(),
                field.source().shown(),
                String.join(", ", field.formNames()),
                field.options().stream()
                    .map(option -> new Listing.Choice(option.value(), option.label()))
                    .toList()));
      }
    }
    return Listing.of(facts, "fields", COLUMNS).with(rows);
  }
}
