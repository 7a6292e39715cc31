package io.writeback.camel;

import io.writeback.account.UnresolvedPlaceholder;
import io.writeback.config.Configuration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/**
 * Resolves the {@code {{placeholders}}} of account keys.
 *
 * <p>Stricter than Camel, for which {@code {{evn:DOMO_SECRET}}} is the key {@code evn} with the
 * default {@code DOMO_SECRET}: the text behind the colon would be sent as the credential.
 */
final class Placeholders {
  private static final Pattern FUNCTION = Pattern.compile("\\{\\{\\??([^:{}]+):[^{}]*}}");

  private final CamelContext context;
  private final Configuration configuration;

  Placeholders(CamelContext context, Configuration configuration) {
    this.context = context;
    this.configuration = configuration;
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if a placeholder has none; with a message for people, without
   *     any part of the value, if it is an {@link UnresolvedPlaceholder}
   */
  String resolve(String value) {
    Matcher matcher = FUNCTION.matcher(value);
    String last = null;
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!isFunction(name) && !configuration.values().containsKey(name)) {
        throw new UnresolvedPlaceholder(
            name
                + " is neither a property function nor a key; a function of a vault needs its"
                + " Camel module on the class path");
      }
      last = name;
    }
    try {
      return context.resolvePropertyPlaceholders(value);
    } catch (RuntimeException e) {
      throw last == null || last.equals("env") || last.equals("sys")
          ? e
          : new UnresolvedPlaceholder(
              "the function %s failed (%s)".formatted(last, root(e).getClass().getSimpleName()));
    }
  }

  /** A vault's own message may hold what it was asked for. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private boolean isFunction(String name) {
    return context.getPropertiesComponent() instanceof PropertiesComponent properties
        && properties.getPropertiesFunction(name) != null;
  }
}
