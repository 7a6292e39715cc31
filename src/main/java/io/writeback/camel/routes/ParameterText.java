package io.writeback.camel.routes;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A Kamelet parameter encoded so that no layer of Camel changes it on its way into our component.
 *
 * <p>Camel writes a Kamelet's parameters into a URI, from there into the template, and from there
 * into the URI of the component. It decodes {@code %25} (twice, even within {@code RAW(…)}),
 * resolves {@code {{…}}} in resolved values, and reads {@code RAW(x)} as x. {@code ~} and two
 * digits stand for each byte that is not a plain letter, digit or one of {@code . _ -}.
 */
public final class ParameterText {
  /** No value written by a person begins with this. */
  private static final String PREFIX = "~wb~";

  private static final String PLAIN = "[A-Za-z0-9._-]*";

  private ParameterText() {}

  static String encoded(String value) {
    if (value.matches(PLAIN)) {
      return value;
    }
    StringBuilder text = new StringBuilder(PREFIX);
    for (byte one : value.getBytes(StandardCharsets.UTF_8)) {
      char letter = (char) (one & 0xff);
      if (letter < 0x80 && String.valueOf(letter).matches(PLAIN)) {
        text.append(letter);
      } else {
        text.append('~').append(String.format(Locale.ROOT, "%02x", one & 0xff));
      }
    }
    return text.toString();
  }

  /** The value of what {@link #encoded} made; empty for any other text. */
  static Optional<String> literal(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = PREFIX.length();
    try {
      while (at < text.length()) {
        char letter = text.charAt(at);
        if (letter == '~') {
          bytes.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
          at += 3;
        } else {
          bytes.write(letter);
          at++;
        }
      }
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString());
    } catch (CharacterCodingException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** The value, whether it was encoded or, in another runtime, was not. */
  public static String decoded(String text) {
    return literal(text).orElse(text);
  }
}
