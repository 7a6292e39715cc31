package io.writeback.camel.routes;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A Kamelet parameter encoded so that no layer of Camel changes it on its way into our component.
 *
 * <p>Camel writes a Kamelet's parameters into a URI, from there into the template, and from there
 * into the URI of the component. It decodes {@code %25} (twice, even within {@code RAW(…)}),
 * resolves {@code {{…}}} in resolved values, and reads {@code RAW(x)} as x. {@code ~} and two
 * digits stand for each byte that is not a plain letter, digit or one of {@code . _ - *}.
 */
public final class ParameterText {
  /** No value written by a person begins with this. */
  private static final String PREFIX = "~wb~";

  private ParameterText() {}

  static String encoded(String value) {
    String text =
        URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace('%', '~');
    return text.equals(value) ? value : PREFIX + text;
  }

  /** The value of what {@link #encoded} made; empty for any other text. */
  static Optional<String> literal(String text) {
    try {
      return text.startsWith(PREFIX)
          ? Optional.of(
              URLDecoder.decode(
                  text.substring(PREFIX.length()).replace('~', '%'), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The value, whether it was encoded or, in another runtime, was not. */
  public static String decoded(String text) {
    return literal(text).orElse(text);
  }
}
