package io.writeback.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the credentials of a request out of what came back: a server, a proxy or a debug page may
 * repeat the headers that it was sent.
 *
 * <p>To be done before a text is cut: half a token is not recognised.
 */
public final class SentCredentials {
  private static final String HIDDEN = "•••";

  private static final Pattern SECRET_HEADER =
      Pattern.compile("(?i)authorization|cookie|key|password|secret|session|token");

  private static final Pattern SCHEME = Pattern.compile("(?i)(basic|bearer) +");

  private static final Map<String, String> ENTITIES =
      Map.of("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;", "'", "&apos;");

  private SentCredentials() {}

  /** The text without what the headers of the request prove it with, however it is written. */
  public static String hide(String text, HttpRequest sent) {
    String masked = text;
    for (String secret : secrets(sent)) {
      masked = anyForm(secret).matcher(masked).replaceAll(HIDDEN);
    }
    return masked;
  }

  /** The longest first, as one may be a part of another. */
  private static List<String> secrets(HttpRequest sent) {
    Set<String> found = new HashSet<>();
    sent.headers()
        .forEach(
            (name, value) -> {
              if (SECRET_HEADER.matcher(name).find()) {
                add(value, found);
              }
            });
    found.remove("");
    return found.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
  }

  private static void add(String value, Set<String> found) {
    Matcher scheme = SCHEME.matcher(value);
    if (!scheme.lookingAt()) {
      found.add(value.strip());
      return;
    }
    String secret = value.substring(scheme.end()).strip();
    found.add(secret);
    if (scheme.group(1).equalsIgnoreCase("basic")) {
      // A debug page shows user and password as it has read them.
      decoded(secret).ifPresent(pair -> found.add(pair.substring(pair.indexOf(':') + 1)));
    }
  }

  private static Optional<String> decoded(String basic) {
    try {
      return Optional.of(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it is, and as an address, a form, JSON or HTML has it, each character for itself. */
  private static Pattern anyForm(String secret) {
    return Pattern.compile(
        secret
            .codePoints()
            .mapToObj(Character::toString)
            .map(SentCredentials::anyFormOf)
            .collect(Collectors.joining()));
  }

  private static String anyFormOf(String character) {
    int code = character.codePointAt(0);
    if (code < 128 && Character.isLetterOrDigit(code)) {
      return character;
    }
    StringBuilder forms = new StringBuilder("(?:\\\\?").append(Pattern.quote(character));
    forms.append("|(?i:");
    for (byte one : character.getBytes(StandardCharsets.UTF_8)) {
      forms.append("%%%02x".formatted(one));
    }
    forms.append('|');
    character.chars().forEach(unit -> forms.append("\\\\u%04x".formatted(unit)));
    forms.append("|&#0*%s;|&#x0*%x;".formatted(code, code));
    if (ENTITIES.containsKey(character)) {
      forms.append('|').append(ENTITIES.get(character));
    }
    return forms.append(code == ' ' ? "|\\+" : "").append("))").toString();
  }
}
