package io.writeback.camel.routes;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.util.FileUtil;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The Kamelets on the class path: ours as they are declared, those of others as their files
 * describe them.
 *
 * <p>Camel accepts a parameter that a Kamelet does not declare, so uses are checked against these.
 */
final class KameletCatalogue {
  private static final String FILE = ".kamelet.yaml";

  private final Map<String, RouteStep> ours = new TreeMap<>();

  /** The names of all parameters, by the name of the Kamelet. */
  private final Map<String, Set<String>> parameters = new TreeMap<>();

  /**
   * @param steps ours
   */
  KameletCatalogue(CamelContext context, List<RouteStep> steps) {
    for (RouteStep step : steps) {
      ours.put(step.kamelet(), step);
      parameters.put(step.kamelet(), Option.names(step.options()));
    }
    try {
      for (Resource file :
          PluginHelper.getPackageScanResourceResolver(context)
              .findResources("classpath:kamelets/*" + FILE)) {
        String name = FileUtil.stripPath(file.getLocation()).replace(FILE, "");
        if (!ours.containsKey(name)) {
          parameters.put(name, parameters(file));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("the Kamelets on the class path cannot be read", e);
    }
  }

  private static Set<String> parameters(Resource file) throws IOException {
    try (InputStream yaml = file.getInputStream()) {
      Object found = new Load(LoadSettings.builder().build()).loadFromInputStream(yaml);
      for (String name : List.of("spec", "definition", "properties")) {
        found = found instanceof Map<?, ?> map ? map.get(name) : null;
      }
      Set<String> names = new TreeSet<>();
      if (found instanceof Map<?, ?> properties) {
        properties.keySet().forEach(name -> names.add(name.toString()));
      }
      return names;
    }
  }

  /** Our step that a URI uses; empty if it uses a Kamelet of others, or none. */
  Optional<RouteStep> step(String uri) {
    return RouteModel.kamelet(uri).map(ours::get);
  }

  Set<String> names() {
    return parameters.keySet();
  }

  Set<String> parameters(String kamelet) {
    return parameters.get(kamelet);
  }
}
