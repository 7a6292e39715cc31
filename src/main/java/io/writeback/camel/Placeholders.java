package io.writeback.camel;

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

  /** The value; throws {@link IllegalArgumentException} if a placeholder has none. */
  String resolve(String value) {
    Matcher matcher = FUNCTION.matcher(value);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (!isFunction(name) && !configuration.values().containsKey(name)) {
        throw new IllegalArgumentException(name + " is neither a property function nor a key");
      }
    }
    return context.resolvePropertyPlaceholders(value);
  }

  private boolean isFunction(String name) {
    return context.getPropertiesComponent() instanceof PropertiesComponent properties
        && properties.getPropertiesFunction(name) != null;
  }
}
