package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Json;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The object types of the sandbox, by ObjCode or class name, case-insensitive. */
final class FieldCatalogue {
  private static final List<String> OBJ_CODES =
      List.of(
          "PROJ", "TASK", "OPTASK", "USER", "HOUR", "PORT", "PRGM", "CMPY", "PARAM", "POPT", "CTGY",
          "CTGYPA", "OBJCAT", "QUED");

  private final Map<String, ObjectType> byCode = new LinkedHashMap<>();
  private final Map<String, ObjectType> byAnyName = new LinkedHashMap<>();
  private final Set<String> others = new HashSet<>();

  FieldCatalogue() {
    for (String code : OBJ_CODES) {
      ObjectType type = ObjectType.load(code);
      byCode.put(code, type);
      byAnyName.put(code.toLowerCase(Locale.ROOT), type);
      byAnyName.put(type.name().toLowerCase(Locale.ROOT), type);
    }
    byAnyName.put("issue", byCode.get("OPTASK"));
    for (JsonNode name : Json.resource("/sandbox/other-names.json")) {
      others.add(name.asText().toLowerCase(Locale.ROOT));
    }
  }

  /** By ObjCode or class name, case-insensitive; plurals are not accepted. */
  Optional<ObjectType> named(String name) {
    return Optional.ofNullable(byAnyName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** By exact ObjCode. */
  Optional<ObjectType> coded(String objCode) {
    return Optional.ofNullable(byCode.get(objCode));
  }

  /**
   * Whether Workfront has an object type or a call of that name that the sandbox does not imitate.
   */
  boolean isOther(String name) {
    return others.contains(name.toLowerCase(Locale.ROOT));
  }

  Collection<ObjectType> all() {
    return byCode.values();
  }
}
