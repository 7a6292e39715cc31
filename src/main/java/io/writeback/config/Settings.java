package io.writeback.config;

import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads typed values out of named text, and notes every mistake instead of stopping at the first.
 *
 * <p>The one reader of sink options, source options and accounts: the names that were read are
 * those that are known, so {@link #close()} can report an unknown name with the nearest right one.
 * A value is blank when it is missing or has only white space.
 */
public final class Settings {
  /** A password in a URL is not repeated in a message. */
  private static final Pattern URL_USER = Pattern.compile("^([A-Za-z]+://)[^/]*@");

  private static final Pattern DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

  /** Longer than any wait, and short enough to be counted in milliseconds everywhere. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /** After the name of a credential: the name of the file that holds it. */
  static final String FILE = "-file";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{[^{}]*}}");

  /** What Java puts in the place of bytes that are not in the character set. */
  private static final char LOST = '\uFFFD';

  private final String where;
  private final String prefix;
  private final Map<String, String> values;
  private final Function<String, Optional<String>> environment;
  private final Function<String, Path> paths;
  private final UnaryOperator<String> placeholders;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> unusable = new TreeSet<>();
  private final Set<Problem> problems = new LinkedHashSet<>();

  /**
   * @param where what the names belong to, as a message names it: a file and route, or a file
   * @param prefix what stands before each name in that place, such as {@code account.domo.}
   * @param values name (without the prefix) to text
   */
  public Settings(String where, String prefix, Map<String, String> values) {
    this(where, prefix, values, key -> Optional.empty(), Path::of, UnaryOperator.identity());
  }

  /**
   * @param environment the value that the environment has for a whole key (prefix and name); used
   *     as it is
   * @param paths where a file is that a value names
   * @param placeholders fills in the {@code {{placeholders}}} of a value; throws if it cannot
   */
  public Settings(
      String where,
      String prefix,
      Map<String, String> values,
      Function<String, Optional<String>> environment,
      Function<String, Path> paths,
      UnaryOperator<String> placeholders) {
    this.paths = paths;
    this.placeholders = placeholders;
    this.where = where;
    this.prefix = prefix;
    this.values = new TreeMap<>(values);
    this.environment = environment;
  }

  /**
   * The text of a name, its placeholders filled in, trimmed; empty if blank. Notes a mistake and
   * returns empty if a placeholder has no value here, or characters of the value were lost.
   */
  public Optional<String> text(String name) {
    known.add(name);
    return unusable.contains(name)
        ? Optional.empty()
        : filled(name)
            .map(String::trim)
            .filter(text -> !text.isEmpty())
            .filter(text -> isWhole(name, text));
  }

  /** A value of the environment is taken as it is: it may be a secret with braces in it. */
  private Optional<String> filled(String name) {
    String written = values.get(name);
    Optional<String> given = environment.apply(prefix + name);
    if (written == null || given.filter(written::equals).isPresent()) {
      return given;
    }
    try {
      return Optional.of(placeholders.apply(written));
    } catch (RuntimeException e) {
      unresolved(name, written, e);
      return Optional.empty();
    }
  }

  private void unresolved(String name, String written, RuntimeException failure) {
    unusable.add(name);
    // Only what we say ourselves: others may repeat the value, or a part of it.
    boolean ours = failure instanceof Template.Unresolved;
    String placeholder = ours ? ((Template.Unresolved) failure).placeholder() : "";
    problem(
        Code.UNRESOLVED_PLACEHOLDER,
        name + ":",
        (placeholder.isEmpty() ? placeholders(written) : placeholder)
            + " has no value here"
            + (ours ? ": " + failure.getMessage() : ""));
  }

  /** What stands between braces; the rest of a value may be a part of a secret. */
  private static String placeholders(String value) {
    List<String> found = PLACEHOLDER.matcher(value).results().map(MatchResult::group).toList();
    return found.isEmpty() ? "a {{ without its }}" : String.join(", ", found);
  }

  private boolean isWhole(String name, String text) {
    if (text.indexOf(LOST) < 0) {
      return true;
    }
    unusable.add(name);
    problem(
        Code.TEXT_LOST,
        name,
        "has characters that could not be read (they are U+FFFD now), and is not used. Is it set in"
            + " UTF-8, and does this process run in a UTF-8 locale (LC_ALL=C.UTF-8)?");
    return false;
  }

  /** The text of a name that has to have one. Notes a mistake and returns "" if it has none. */
  public String required(String name, String meaning) {
    return text(name)
        .orElseGet(
            () -> {
              problem(Code.MISSING_VALUE, name, "is missing: " + meaning);
              return "";
            });
  }

  /**
   * A credential that has to be there: as the value of its name, or in the file that {@code
   * NAME-file} names.
   */
  public Secret secret(String name, String meaning) {
    return Secret.of(
        secretText(name)
            .orElseGet(
                () -> {
                  if (text(name + FILE).isEmpty() && !unusable.contains(name + FILE)) {
                    problem(Code.MISSING_VALUE, name, "is missing: " + meaning);
                  }
                  return "";
                }));
  }

  /** A credential that travels in a header, which carries printable ASCII only. */
  public Secret headerSecret(String name, String meaning) {
    return headerSecret(name, secret(name, meaning));
  }

  /** The same, of one that may be missing. */
  public Optional<Secret> headerSecret(String name) {
    return secretText(name).map(text -> headerSecret(name, Secret.of(text)));
  }

  private Secret headerSecret(String name, Secret secret) {
    if (!secret.reveal().chars().allMatch(c -> c >= ' ' && c < 127)) {
      problem(
          Code.BAD_VALUE,
          name,
          "has a character that an HTTP header cannot carry; allowed is printable ASCII");
    }
    return secret;
  }

  /** A credential that may be missing. */
  public Optional<String> secretText(String name) {
    Optional<String> path = text(name + FILE);
    if (path.isEmpty()) {
      return text(name);
    }
    if (text(name).isPresent()) {
      problem(Code.BAD_VALUE, name + FILE, "and " + prefix + name + " are both set; keep one");
      return Optional.empty();
    }
    try {
      return Optional.of(SecretFile.read(paths.apply(path.get()), prefix + name + FILE))
          .filter(text -> isWhole(name + FILE, text));
    } catch (IllegalArgumentException e) {
      problem(Code.SECRET_FILE, name + FILE, e.getMessage());
      return Optional.empty();
    }
  }

  public int integer(String name, int fallback, int least, int most) {
    return parsed(
        name,
        fallback,
        "a whole number from " + least + " to " + most,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  public long bytes(String name, long fallback) {
    return parsed(
        name,
        fallback,
        "a number of bytes, 1 or more",
        text -> {
          long number = Long.parseLong(text.replace("_", ""));
          if (number < 1) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  public double fraction(String name, double fallback) {
    return parsed(
        name,
        fallback,
        "a number from 0 to 1",
        text -> {
          double number = Double.parseDouble(text);
          if (!(number >= 0 && number <= 1)) {
            throw new IllegalArgumentException();
          }
          return number;
        });
  }

  public boolean bool(String name, boolean fallback) {
    return parsed(
        name,
        fallback,
        "true or false",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException();
            });
  }

  /** A file or folder; relative paths start at the home folder. */
  public Path path(String name, String fallback, String allowed) {
    return parsed(name, paths.apply(fallback), allowed, paths);
  }

  /** A length of time such as {@code 500ms}, {@code 60s}, {@code 5m}, {@code 8h} or {@code 7d}. */
  public Duration duration(String name, Duration fallback, Duration least) {
    return parsed(
        name, fallback, "a duration such as 500ms, 60s, 5m, 8h or 7d", text -> length(text, least));
  }

  /** Lengths of time with commas between them, each longer than 0; {@code none} for none. */
  public List<Duration> durations(String name, List<Duration> fallback) {
    return parsed(
        name,
        fallback,
        "none, or durations such as 1m,5m,15m",
        text ->
            text.equalsIgnoreCase("none")
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                    .map(part -> length(part.strip(), Duration.ofMillis(1)))
                    .toList());
  }

  /**
   * Reads a length of time.
   *
   * @throws IllegalArgumentException if it is none, or shorter than {@code least}
   */
  public static Duration length(String text, Duration least) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException();
    }
    return within(least, UNITS.get(matcher.group(2)), Long.parseLong(matcher.group(1)));
  }

  private static Duration within(Duration least, Duration unit, long count) {
    if (count > LONGEST.dividedBy(unit)) {
      throw new IllegalArgumentException("longer than " + LONGEST.toDays() + " days");
    }
    Duration length = unit.multipliedBy(count);
    if (length.compareTo(least) < 0) {
      throw new IllegalArgumentException("shorter than " + least.toMillis() + "ms");
    }
    return length;
  }

  /** A time zone: {@code UTC}, {@code +02:00} or a name such as {@code Europe/Vienna}. */
  public ZoneId zone(String name, ZoneId fallback) {
    return parsed(
        name,
        fallback,
        "a time zone such as UTC, +02:00 or America/New_York",
        text -> {
          try {
            return ZoneId.of(text);
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(e);
          }
        });
  }

  /** One of an enum's constants, written in lower case with - for _. */
  public <E extends Enum<E>> E choice(String name, E fallback) {
    E[] constants = fallback.getDeclaringClass().getEnumConstants();
    List<String> allowed = Arrays.stream(constants).map(Settings::written).toList();
    return parsed(
        name,
        fallback,
        "one of " + String.join(", ", allowed),
        text -> {
          int index = allowed.indexOf(text.toLowerCase(Locale.ROOT));
          if (index < 0) {
            throw new IllegalArgumentException();
          }
          return constants[index];
        });
  }

  /**
   * An absolute http or https URL in its {@linkplain WebAddress normal form}, without credentials,
   * query or trailing slash.
   */
  public Optional<URI> url(String name) {
    Optional<String> text = text(name);
    URI url = parsed(name, null, "a URL such as https://example.com", Settings::baseUrl);
    return text.isEmpty() ? Optional.empty() : Optional.ofNullable(url);
  }

  private static URI baseUrl(String text) {
    try {
      URI url = WebAddress.normal(text.replaceAll("/+$", ""));
      if (url.getRawUserInfo() != null
          || url.getRawQuery() != null
          || url.getRawFragment() != null) {
        throw new IllegalArgumentException("it has a user, a query or a fragment");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Any other type; the parser throws {@link IllegalArgumentException} on what is not allowed. */
  public <T> T parsed(String name, T fallback, String allowed, Function<String, T> parser) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return fallback;
    }
    try {
      return parser.apply(text.get());
    } catch (IllegalArgumentException e) {
      String detail =
          e instanceof NumberFormatException || e.getCause() != null ? null : e.getMessage();
      problem(
          Code.BAD_VALUE,
          name,
          "is \""
              + URL_USER.matcher(text.get()).replaceFirst("$1•••@")
              + "\", allowed is "
              + allowed
              + (detail == null ? "" : ": " + detail));
      return fallback;
    }
  }

  /** Notes a mistake about one name. */
  public void problem(Code code, String name, String message) {
    if (code == Code.MISSING_VALUE && unusable.contains(name)) {
      // It has a value, and what is wrong with that is noted already.
      return;
    }
    problems.add(new Problem(code, where, prefix + name + " " + message));
  }

  /** Names a team may set but that this reading does not need. */
  public Settings knows(String... names) {
    Collections.addAll(known, names);
    return this;
  }

  /** The names that another reading of the same keys asked for. */
  public Settings knows(Settings other) {
    known.addAll(other.known);
    return this;
  }

  /** All mistakes so far; names that were never read are none. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** All mistakes so far, and one for each name that was never read. */
  public List<Problem> close() {
    List<Problem> all = new ArrayList<>(problems);
    for (String name : values.keySet()) {
      if (!known.contains(name)) {
        all.add(
            new Problem(
                Code.UNKNOWN_KEY,
                where,
                prefix
                    + name
                    + " does not exist"
                    + Suggestion.nearest(name, known)
                        .map(right -> "; did you mean " + prefix + right + "?")
                        .orElse("; there are " + String.join(", ", known))));
      }
    }
    return all;
  }

  /** Throws all mistakes at once, if there are any. */
  public void orThrow() {
    ConfigurationException.throwIfAny(close());
  }

  /** A constant as it is written in a setting. */
  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
