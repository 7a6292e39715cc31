package io.writeback.destination.workfront;

import java.util.Locale;
import java.util.Objects;

/**
 * A kind of Workfront object.
 *
 * @param code the ObjCode: {@code PROJ}
 * @param name the alternate name: {@code project}
 * @param editing whether the API edits many of them by one call
 */
record ObjectType(String code, String name, Editing editing) {
  /** How the API lets an object be edited (OpenAPI document of v19.0). */
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

  /** What stands in a URL; Workfront API basics: any case is taken. */
  String path() {
    return code.toLowerCase(Locale.ROOT);
  }
}
