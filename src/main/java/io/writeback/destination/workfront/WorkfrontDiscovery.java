package io.writeback.destination.workfront;

import io.writeback.discovery.Discovery;
import io.writeback.discovery.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The objects of a tenant that can be edited, and the fields of each. */
final class WorkfrontDiscovery implements Discovery {
  private final Function<String, ObjectList> tenants;

  WorkfrontDiscovery(Function<String, ObjectList> tenants) {
    this.tenants = tenants;
  }

  @Override
  public Listing all(String account, String name) {
    List<List<Object>> rows = new ArrayList<>();
    for (ObjectList.Editable object : tenants.apply(account).objects()) {
      if (Listing.matches(name, object.objCode(), object.name())) {
        rows.add(List.of(object.objCode(), object.name()));
      }
    }
    return Listing.of(Map.of("account", account), "objects", "objCode", "name").with(rows);
  }

  @Override
  public Listing inside(String account, String item, String name) {
    ObjectList.Fields object = tenants.apply(account).fields(item);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("account", account);
    facts.put("objCode", object.objCode());
    facts.put("name", object.name());
    object.refusal().ifPresent(why -> facts.put("fall-back", why));
    List<List<Object>> rows = new ArrayList<>();
    for (MetadataField field : object.fields()) {
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
    return Listing.of(
            facts,
            "fields",
            "key",
            "label",
            "type",
            "writable",
            "custom",
            "source",
            "forms",
            "values")
        .with(rows);
  }
}
