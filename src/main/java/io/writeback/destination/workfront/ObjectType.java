package io.writeback.destination.workfront;

import java.util.Locale;
import java.util.Objects;

/**
 * A kind of Workfront object.
 *
 * @param code the ObjCode: {@code PROJ}
 * @param name the alternate name: {@code project}
 * @param editing whether the API edits many of them by one call, or one, or none
 */
record ObjectType(String code, String name, Editing editing) {
  /**
   * How the API lets an object be edited (OpenAPI document of v19.0). That document has objects
   * without bulk update, and does not say for each whether one of them can be edited: for those the
   * tenant's own metadata decides.
   */
  enum Editing {
    BULK,
    SINGLE,
    NONE
  }

  ObjectType {
    Objects.requireNonNull(code);
    Objects.requireNonNull(name);
    Objects.requireNonNull(editing);
  }

  /** Its name and code, for messages. */
  String described() {
    return name + " (" + code + ")";
  }

  /** What stands in a URL; Workfront API basics: any case is taken. */
  String path() {
    return code.toLowerCase(Locale.ROOT);
  }
}
