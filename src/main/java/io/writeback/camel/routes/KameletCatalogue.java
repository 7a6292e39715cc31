package io.writeback.camel.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The Kamelets on the class path, as their definitions describe them.
 *
 * <p>Camel accepts a parameter that a Kamelet does not declare, and ignores its enums and limits;
 * so uses are checked against these definitions.
 */
final class KameletCatalogue {
  private final Map<String, Kamelet> kamelets = new TreeMap<>();

  /**
   * @param defaults parameter to default value, "" for a parameter without one
   * @param step where its template uses our component: {@code writeback:send/workfront}
   */
  record Kamelet(String name, Map<String, String> defaults, Set<String> required, String step) {
    boolean isOurs() {
      return step.startsWith("writeback:");
    }

    boolean isSource() {
      return step.startsWith("writeback:snapshot/");
    }

    boolean isSink() {
      return step.startsWith("writeback:send/");
    }

    /** Whether it starts a route. */
    boolean isTrigger() {
      return step.startsWith("writeback:refreshed/") || isRows();
    }

    /** Whether row messages start the route. */
    boolean isRows() {
      return step.equals("writeback:rows");
    }

    /** What the step works on: {@code workfront}. */
    String subject() {
      return step.substring(step.indexOf('/') + 1);
    }
  }

  KameletCatalogue(CamelContext context) {
    try {
      for (Resource resource :
          PluginHelper.getPackageScanResourceResolver(context)
              .findResources("classpath:kamelets/*.kamelet.yaml")) {
        Kamelet kamelet = read(resource);
        kamelets.put(kamelet.name(), kamelet);
      }
    } catch (Exception e) {
      throw new IllegalStateException("the Kamelets on the class path cannot be read", e);
    }
  }

  Optional<Kamelet> find(String name) {
    return Optional.ofNullable(kamelets.get(name));
  }

  Set<String> names() {
    return kamelets.keySet();
  }

  /** The names of the parameters of all Kamelets. */
  Set<String> parameters() {
    Set<String> names = new TreeSet<>();
    kamelets.values().forEach(kamelet -> names.addAll(kamelet.defaults().keySet()));
    return names;
  }

  private static Kamelet read(Resource resource) {
    try (InputStream yaml = resource.getInputStream()) {
      Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
      String name = text(at(root, "metadata", "name"));
      Object definition = at(root, "spec", "definition");
      Map<String, String> defaults = new TreeMap<>();
      if (at(definition, "properties") instanceof Map<?, ?> properties) {
        properties.forEach(
            (parameter, schema) -> defaults.put(text(parameter), text(at(schema, "default"))));
      }
      Set<String> required =
          at(definition, "required") instanceof Iterable<?> names ? strings(names) : Set.of();
      return new Kamelet(name, defaults, required, step(root));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String step(Object root) {
    String from = text(at(root, "spec", "template", "from", "uri"));
    if (from.startsWith("writeback:")) {
      return from;
    }
    Object steps = at(root, "spec", "template", "from", "steps");
    Object first = steps instanceof Iterable<?> all ? all.iterator().next() : null;
    return text(at(first, "to", "uri"));
  }

  private static Set<String> strings(Iterable<?> values) {
    Set<String> texts = new TreeSet<>();
    values.forEach(value -> texts.add(text(value)));
    return texts;
  }

  private static Object at(Object node, String... path) {
    Object found = node;
    for (String name : path) {
      found = found instanceof Map<?, ?> map ? map.get(name) : null;
    }
    return found;
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
