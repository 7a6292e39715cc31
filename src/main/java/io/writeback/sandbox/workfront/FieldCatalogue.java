package io.writeback.sandbox.workfront;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The object types that the sandbox knows, found by ObjCode or class name in any case. */
final class FieldCatalogue {
  private static final List<String> OBJ_CODES =
      List.of(
          "PROJ", "TASK", "OPTASK", "USER", "HOUR", "PORT", "PRGM", "CMPY", "PARAM", "POPT", "CTGY",
          "CTGYPA", "OBJCAT", "QUED");

  private final Map<String, ObjectType> byCode = new LinkedHashMap<>();
  private final Map<String, ObjectType> byAnyName = new LinkedHashMap<>();

  FieldCatalogue() {
    for (String code : OBJ_CODES) {
      ObjectType type = ObjectType.load(code);
      byCode.put(code, type);
      byAnyName.put(code.toLowerCase(Locale.ROOT), type);
      byAnyName.put(type.name().toLowerCase(Locale.ROOT), type);
    }
    byAnyName.put("issue", byCode.get("OPTASK"));
  }

  /** By ObjCode or class name, in any case; plurals are nobody's name. */
  Optional<ObjectType> named(String name) {
    return Optional.ofNullable(byAnyName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** By exact ObjCode. */
  Optional<ObjectType> coded(String objCode) {
    return Optional.ofNullable(byCode.get(objCode));
  }

  Collection<ObjectType> all() {
    return byCode.values();
  }
}
