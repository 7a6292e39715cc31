package io.writeback.sandbox.workfront;

import java.util.Optional;

/** Finds the field of a wire name: a key, or {@code DE:} with a custom field's name. */
final class Names {
  static final String CUSTOM = "DE:";

  private final CustomFields custom;

  Names(CustomFields custom) {
    this.custom = custom;
  }

  static boolean isCustom(String wireName) {
    return wireName.startsWith(CUSTOM);
  }

  static String bare(String wireName) {
    return wireName.substring(CUSTOM.length());
  }

  /** The field; empty if the type has none of that name. */
  Optional<Field> find(ObjectType type, String wireName) {
    return isCustom(wireName)
        ? custom.named(bare(wireName))
        : Optional.ofNullable(type.fields().get(wireName));
  }

  /** The field, or the refusal that Workfront gives: 422 for a key, 404 for a custom field. */
  Field require(ObjectType type, String wireName, int version) throws Refusal {
    Optional<Field> field = find(type, wireName);
    if (field.isPresent() && field.get().isIn(version)) {
      return field.get();
    }
    throw isCustom(wireName)
        ? Refusal.unknownParameter(bare(wireName))
        : Refusal.unknownField(wireName, type, version);
  }
}
