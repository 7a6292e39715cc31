package io.writeback.camel.routes;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.ModelToYAMLDumper;
import org.apache.camel.support.PluginHelper;
import org.apache.commons.codec.binary.Hex;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A digest of the code that makes the rows of a writeback, as far as it can be seen: the route that
 * it begins with, those that are called from there, the beans of YAML files, and all code of {@code
 * routes/}. Comments and blanks are not in it. What it cannot see: files and services that the code
 * reads, and beans that another application binds.
 */
final class CodeDigest {
  private static final Pattern CALL = Pattern.compile("\\b(?:direct|seda):(?://)?([\\w.-]+)");

  private final CamelContext context;
  private final Model model;
  private final String code;

  /**
   * @param code what all code of {@code routes/} says, as {@link TeamCode#digest}; "" for none
   */
  CodeDigest(CamelContext context, String code) {
    this.context = context;
    this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    this.code = code;
  }

  /**
   * @param with the endpoint that gets the rows
   */
  String of(String with) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    ModelToYAMLDumper dumper = PluginHelper.getModelToYAMLDumper(context);
    try {
      add(digest, with);
      add(digest, code);
      add(digest, dumper.dumpBeansAsYaml(context, new ArrayList<>(model.getCustomBeans())));
      TreeSet<String> seen = new TreeSet<>();
      Deque<String> called = new ArrayDeque<>(calls(with));
      while (!called.isEmpty()) {
        String name = called.removeFirst();
        Optional<RouteDefinition> route = seen.add(name) ? route(name) : Optional.empty();
        if (route.isPresent()) {
          String text = dumper.dumpModelAsYaml(context, route.get(), true, false, false, false);
          // What a route in Java says is in its code: the text has no steps that are code.
          add(digest, new RouteModel(route.get()).isJava() ? name : text);
          called.addAll(calls(text));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("the code of " + with + " has no text", e);
    }
    return Hex.encodeHexString(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  /** The names of the endpoints within the process that a text sends to. */
  private static List<String> calls(String text) {
    return CALL.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }

  private Optional<RouteDefinition> route(String input) {
    return model.getRouteDefinitions().stream()
        .filter(route -> calls(route.getInput().getEndpointUri()).contains(input))
        .findFirst();
  }
}
