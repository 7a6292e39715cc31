package io.writeback.camel.routes;

import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Makes the parameters of Kamelets in route files arrive as they are written.
 *
 * <p>Camel's YAML loader inserts values into a URI unencoded. Measured on 4.18: {@code R&D report}
 * was cut at the & without an error, and a pasted address lost its second parameter. So those of
 * our own Kamelets are encoded as {@link ParameterText}, with their placeholders resolved, and
 * those of others are wrapped in {@code RAW(…)}.
 *
 * <p>A placeholder without a value is left unchanged: {@link RouteCheck} reports it.
 */
final class KameletUses {
  private final KameletCatalogue kamelets;
  private final Placeholders placeholders;

  /**
   * @param placeholders as route files have them
   */
  KameletUses(KameletCatalogue kamelets, Placeholders placeholders) {
    this.kamelets = kamelets;
    this.placeholders = placeholders;
  }

  /** Changes what is below {@code parameters:} in every use in a YAML document. */
  void encode(Node node) {
    if (node instanceof MappingNode map) {
      if (value(map, "uri") instanceof ScalarNode uri
          && RouteModel.kamelet(uri.getValue()).isPresent()
          && value(map, "parameters") instanceof MappingNode parameters) {
        change(parameters, isOurs(uri.getValue()) ? this::encoded : KameletUses::raw);
      }
      map.getValue().forEach(tuple -> encode(tuple.getValueNode()));
    } else if (node instanceof CollectionNode<?> list) {
      list.getValue().stream()
          .filter(Node.class::isInstance)
          .forEach(child -> encode((Node) child));
    }
  }

  private static void change(MappingNode parameters, UnaryOperator<String> change) {
    List<NodeTuple> changed = new ArrayList<>();
    for (NodeTuple tuple : parameters.getValue()) {
      changed.add(
          tuple.getValueNode() instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
              ? new NodeTuple(
                  tuple.getKeyNode(),
                  new ScalarNode(
                      scalar.getTag(),
                      true,
                      change.apply(scalar.getValue()),
                      scalar.getScalarStyle(),
                      scalar.getStartMark(),
                      scalar.getEndMark()))
              : tuple);
    }
    parameters.setValue(changed);
  }

  private static Node value(MappingNode map, String name) {
    return map.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private boolean isOurs(String uri) {
    return kamelets.step(uri).isPresent();
  }

  /** A reference to a bean stays one. */
  private static String raw(String value) {
    return value.startsWith("#") || value.startsWith("RAW(") ? value : "RAW(" + value + ")";
  }

  private String encoded(String value) {
    try {
      return ParameterText.encoded(placeholders.resolve(value));
    } catch (RuntimeException e) {
      return value;
    }
  }

  /**
   * A URI with its parameters encoded if it is a use of one of our Kamelets; else as it is. In the
   * short form, {@code kamelet:name?key=value}, a value is a part of a URI: {@code %25} is %.
   */
  String uri(String uri) {
    int query = uri.indexOf('?');
    if (!isOurs(uri) || query < 0) {
      return uri;
    }
    Map<String, Object> values = new TreeMap<>();
    try {
      URISupport.parseQuery(uri.substring(query + 1), true)
          .forEach((name, value) -> values.put(name, ofUri(String.valueOf(value))));
    } catch (URISyntaxException e) {
      // RouteCheck reports it.
      return uri;
    }
    return uri.substring(0, query + 1) + URISupport.createQueryString(values, false);
  }

  private String ofUri(String value) {
    boolean isRaw = value.matches("(?s)RAW(\\(.*\\)|\\{.*})");
    String inner = isRaw ? value.substring("RAW(".length(), value.length() - 1) : value;
    if (ParameterText.literal(inner).isPresent()) {
      return inner;
    }
    String encoded = encoded(isRaw ? inner : decoded(inner));
    // One that could not be encoded keeps its RAW.
    return isRaw && encoded.equals(inner) ? value : encoded;
  }

  /** A + is not a space: these are file names, not forms. */
  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
