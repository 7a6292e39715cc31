package io.writeback.destination.workfront;

import io.writeback.destination.rest.StrictJson;
import java.util.List;

/**
 * The value of the parameter {@code fields}. Names are separated by commas, which cannot be escaped
 * there; if a name has one, the list is a JSON array, which Workfront takes as well (OpenAPI
 * document of v19.0).
 */
final class FieldList {
  private FieldList() {}

  static String of(List<String> names) {
    boolean anyComma = names.stream().anyMatch(name -> name.indexOf(',') >= 0);
    return anyComma ? StrictJson.MAPPER.valueToTree(names).toString() : String.join(",", names);
  }
}
