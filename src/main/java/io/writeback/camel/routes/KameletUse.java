package io.writeback.camel.routes;

import io.writeback.config.Settings;
import io.writeback.problem.Problem;
import java.util.List;
import java.util.Map;

/**
 * A use of a Kamelet in a route.
 *
 * @param values of its parameters, defaults and placeholders filled in
 * @param where it stands, as messages name it
 * @param problems what is wrong with the parameters whatever they mean
 */
record KameletUse(
    KameletCatalogue.Kamelet kamelet,
    Map<String, String> values,
    String where,
    List<Problem> problems) {
  Settings settings() {
    return new Settings(where, "", values);
  }
}
