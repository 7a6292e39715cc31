package io.writeback.camel.routes;

import io.writeback.config.Configuration;
import io.writeback.config.Suggestion;
import io.writeback.config.Template;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Resolves the {@code {{placeholders}}} of our own keys (accounts, ledger, queue, API, alerts) and
 * of the parameters of our Kamelets.
 *
 * <p>Stricter than Camel in two ways. Camel parses resolved values again, which changes a secret
 * with a backslash or braces. And in our own keys {@code {{evn:DOMO_SECRET}}} is an error: for
 * Camel it is the key {@code evn} with the default {@code DOMO_SECRET}, and the text behind the
 * colon would be sent as the credential.
 */
public final class Placeholders {
  /** Keys may refer to keys, but not in a circle. */
  private static final int DEEPEST = 16;

  private final CamelContext context;
  private final Configuration configuration;
  private final boolean defaults;

  /** For our own keys: text after the colon of an unknown name is not a default. */
  public Placeholders(CamelContext context, Configuration configuration) {
    this(context, configuration, false);
  }

  private Placeholders(CamelContext context, Configuration configuration, boolean defaults) {
    this.context = context;
    this.configuration = configuration;
    this.defaults = defaults;
  }

  /**
   * For route files, where the text of {@code {{key:text}}} is the default of the key, as in Camel.
   */
  static Placeholders ofRoutes(CamelContext context, Configuration configuration) {
    return new Placeholders(context, configuration, true);
  }

  /**
   * Resolves the placeholders of a text.
   *
   * @throws Template.Unresolved if a placeholder has none
   */
  public String resolve(String text) {
    return resolve(text, 0);
  }

  private String resolve(String text, int depth) {
    return Template.fill(text, expression -> value(expression, depth));
  }

  private String value(String expression, int depth) {
    boolean optional = expression.startsWith("?");
    try {
      return required(expression, optional ? expression.substring(1) : expression, depth);
    } catch (Template.Unresolved e) {
      if (optional) {
        return "";
      }
      throw e;
    }
  }

  /** The value of {@code key}, {@code key:default} or {@code function:argument}. */
  private String required(String expression, String name, int depth) {
    String[] parts = name.split(":", 2);
    boolean isKey = parts.length == 1;
    PropertiesFunction function = isKey ? null : function(parts[0]);
    if (function != null) {
      return ofFunction(expression, function, parts[1], depth);
    }
    Optional<String> value = key(name, depth).or(() -> key(parts[0], depth));
    if (value.isEmpty() && !isKey && defaults) {
      return parts[1];
    }
    return value.orElseThrow(
        () ->
            unresolved(
                expression,
                isKey
                    ? "no key %s is set%s"
                        .formatted(
                            name, Suggestion.didYouMean(name, configuration.values().keySet()))
                    : parts[0]
                        + " is neither a property function nor a key; a function of a vault needs"
                        + " its Camel module on the class path"));
  }

  private PropertiesFunction function(String name) {
    return context.getPropertiesComponent() instanceof PropertiesComponent properties
        ? properties.getPropertiesFunction(name)
        : null;
  }

  private String ofFunction(
      String expression, PropertiesFunction function, String argument, int depth) {
    boolean environment = function.getName().equals("env");
    String variable = environment ? argument.split(":", 2)[0] : "";
    if (configuration.environment().containsKey(variable)) {
      return configuration.environment().get(variable);
    }
    String value;
    try {
      String given =
          function.lookupFirst(argument) ? key(argument, depth).orElse(argument) : argument;
      value = function.apply(given);
    } catch (Template.Unresolved e) {
      throw e;
    } catch (RuntimeException e) {
      // A vault's own message may contain the secret.
      throw unresolved(
          expression,
          "the function %s failed (%s)"
              .formatted(
                  function.getName(), ExceptionUtils.getRootCause(e).getClass().getSimpleName()));
    }
    if (value == null) {
      throw unresolved(
          expression,
          environment
              ? "the environment variable " + variable + " is not set"
              : "the function " + function.getName() + " has none for it");
    }
    return value;
  }

  private Optional<String> key(String name, int depth) {
    String text = configuration.values().get(name);
    if (text == null) {
      return configuration.fromEnvironment(name).or(() -> ofContext(name));
    }
    if (configuration.isFromEnvironment(name)) {
      return Optional.of(text);
    }
    if (depth == DEEPEST) {
      throw unresolved(name, "it refers to itself");
    }
    return Optional.of(resolve(text, depth + 1));
  }

  /** A key that only the properties of another runtime have. */
  private Optional<String> ofContext(String name) {
    return name.isBlank() || name.contains(":")
        ? Optional.empty()
        : context.getPropertiesComponent().resolveProperty(name);
  }

  private static Template.Unresolved unresolved(String expression, String reason) {
    return new Template.Unresolved("{{" + expression + "}}", reason);
  }
}
