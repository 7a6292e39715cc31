package io.writeback.camel.routes;

import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.util.URISupport;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Encodes the parameters of our own Kamelets in route files as {@link ParameterText}, with their
 * placeholders resolved, so that they arrive as written.
 *
 * <p>A placeholder without a value is left unchanged: {@link RouteCheck} reports it.
 */
final class KameletUses {
  private static final String KAMELET = "kamelet:";

  private final KameletCatalogue kamelets;
  private final Placeholders placeholders;

  /**
   * @param placeholders as route files have them
   */
  KameletUses(KameletCatalogue kamelets, Placeholders placeholders) {
    this.kamelets = kamelets;
    this.placeholders = placeholders;
  }

  /** Encodes what is below {@code parameters:} in every use in a YAML document. */
  void encode(Node node) {
    if (node instanceof MappingNode map) {
      if (isOurs(text(map, "uri")) && value(map, "parameters") instanceof MappingNode parameters) {
        encodeValues(parameters);
      }
      map.getValue().forEach(tuple -> encode(tuple.getValueNode()));
    } else if (node instanceof CollectionNode<?> list) {
      list.getValue().stream()
          .filter(Node.class::isInstance)
          .forEach(child -> encode((Node) child));
    }
  }

  private void encodeValues(MappingNode parameters) {
    List<NodeTuple> encoded = new ArrayList<>();
    for (NodeTuple tuple : parameters.getValue()) {
      encoded.add(
          tuple.getValueNode() instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)
              ? new NodeTuple(
                  tuple.getKeyNode(),
                  new ScalarNode(
                      scalar.getTag(),
                      true,
                      encoded(scalar.getValue()),
                      scalar.getScalarStyle(),
                      scalar.getStartMark(),
                      scalar.getEndMark()))
              : tuple);
    }
    parameters.setValue(encoded);
  }

  private static Node value(MappingNode map, String name) {
    return map.getValue().stream()
        .filter(
            tuple -> tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private static String text(MappingNode map, String name) {
    return value(map, name) instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private boolean isOurs(String uri) {
    return uri.startsWith(KAMELET)
        && kamelets
            .find(uri.substring(KAMELET.length()).split("[?/]", 2)[0])
            .filter(KameletCatalogue.Kamelet::isOurs)
            .isPresent();
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
    String inner = value.matches("(?s)RAW(\\(.*\\)|\\{.*})") ? inner(value) : null;
    if (inner != null) {
      return ParameterText.literal(inner).isPresent() ? inner : wrapped(encoded(inner), value);
    }
    return ParameterText.literal(value).isPresent() ? value : encoded(decoded(value));
  }

  /** A value that could not be encoded keeps its {@code RAW(…)}. */
  private static String wrapped(String encoded, String value) {
    return encoded.equals(inner(value)) && ParameterText.literal(encoded).isEmpty()
        ? value
        : encoded;
  }

  private static String inner(String raw) {
    return raw.substring("RAW(".length(), raw.length() - 1);
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
