package io.writeback.camel.routes;

import java.net.URISyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.PropertyDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.util.URISupport;
import org.apache.commons.codec.digest.DigestUtils;

/** A route as its file defines it. */
record RouteModel(RouteDefinition definition) {
  static final String GROUP = "writeback";
  static final String RUN_ACTION = "kamelet:writeback-run-action";

  /** The property of a route that is written in Java: the digest of its code. */
  static final String CODE = "writeback-code";

  private static final String KAMELET = "kamelet:";

  String id() {
    return definition.getId();
  }

  /** Whether its file gives it an id. */
  boolean isNamed() {
    return definition.hasCustomIdAssigned();
  }

  String description() {
    return definition.getDescriptionText() == null ? "" : definition.getDescriptionText();
  }

  boolean isWriteback() {
    return GROUP.equals(definition.getGroup());
  }

  /** Whether other routes call it, and it does not start by itself. */
  boolean isCallable() {
    return input().startsWith("direct:") || input().startsWith("seda:");
  }

  boolean isStartedAutomatically() {
    return !"false".equals(definition.getAutoStartup());
  }

  boolean isScheduled() {
    return input().startsWith(QuartzSchedules.SCHEME);
  }

  String input() {
    return definition.getInput().getEndpointUri();
  }

  /** What its steps send to, those inside of other steps too. */
  List<String> sends() {
    return steps().stream().map(SendDefinition::getEndpointUri).toList();
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private List<SendDefinition<?>> steps() {
    Collection<SendDefinition> sends =
        ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), SendDefinition.class);
    return List.copyOf((Collection<SendDefinition<?>>) (Collection) sends);
  }

  /** The line that the route begins in, if that is known: 1 and more. */
  int line() {
    return definition.getInput().getLineNumber();
  }

  /** The line of the first step that sends to a URI. */
  int line(String uri) {
    return steps().stream()
        .filter(send -> send.getEndpointUri().equals(uri))
        .mapToInt(SendDefinition::getLineNumber)
        .findFirst()
        .orElse(0);
  }

  /**
   * A digest of what the route says: what it sends to, and the code it is written in, whose steps
   * may be code too.
   */
  String digest() {
    return DigestUtils.sha256Hex(
        Stream.concat(sends().stream(), code()).collect(Collectors.joining("\n")));
  }

  /** Whether it is written in Java. */
  boolean isJava() {
    return code().findFirst().isPresent();
  }

  private Stream<String> code() {
    List<PropertyDefinition> properties = definition.getRouteProperties();
    return (properties == null ? List.<PropertyDefinition>of() : properties)
        .stream()
            .filter(property -> property.getKey().equals(CODE))
            .map(PropertyDefinition::getValue);
  }

  List<String> runActions() {
    return sends().stream().filter(uri -> uri.startsWith(RUN_ACTION)).toList();
  }

  /** The writebacks that the route starts, as they are written there. */
  List<String> started() {
    return kamelet(input()).isPresent() && parameters(input()).containsKey("writeback")
        ? List.of(parameters(input()).get("writeback"))
        : runActions().stream().map(uri -> parameters(uri).getOrDefault("writeback", "")).toList();
  }

  static Optional<String> kamelet(String uri) {
    return uri.startsWith(KAMELET)
        ? Optional.of(uri.substring(KAMELET.length()).split("[?/]", 2)[0])
        : Optional.empty();
  }

  /** The parameters of a use of a Kamelet or of an endpoint. */
  static Map<String, String> parameters(String uri) {
    Map<String, String> values = written(uri);
    values.replaceAll((name, value) -> ParameterText.decoded(value));
    return values;
  }

  /** The same, as they are in the URI: {@link ParameterText}, or a text with placeholders. */
  static Map<String, String> written(String uri) {
    int query = uri.indexOf('?');
    Map<String, String> values = new TreeMap<>();
    if (query >= 0) {
      try {
        Map<String, Object> parsed = URISupport.parseQuery(uri.substring(query + 1), true);
        URISupport.resolveRawParameterValues(parsed);
        parsed.forEach((name, value) -> values.put(name, String.valueOf(value)));
      } catch (URISyntaxException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return values;
  }
}
