package io.writeback.config;

import io.writeback.problem.Lengths;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One setting, declared once: its name, type, default, allowed values and sentence. Its reader, the
 * Kamelet, the table of the documents and the list of names that exist come from here.
 *
 * @param name as it is written: {@code batchSize}
 * @param title as designers of routes show it
 * @param sentence what it does; Markdown, with code in backticks and links
 * @param example a value; "" if the default says enough
 * @param fallback its default as it is written; null if it has none
 * @param absent what holds without a value where there is no default, in a few words; "" where it
 *     is required or has a default
 * @param schema which values there are
 * @param reader gives its value and notes every mistake
 */
public record Option<T>(
    String name,
    String title,
    String sentence,
    String example,
    String fallback,
    String absent,
    Schema schema,
    Function<Settings, T> reader) {

  /**
   * Which values an option takes, in the words of JSON Schema.
   *
   * @param type string, boolean, integer or number
   * @param choices all values, if they can be listed; else empty
   * @param least the smallest number; null for any
   * @param most the greatest number; null for any
   * @param secret whether a file may hold it, named by the same name with {@code -file}
   */
  public record Schema(
      String type, List<String> choices, Integer least, Integer most, boolean secret) {
    static final Schema TEXT = of("string");
    static final Schema SECRET = new Schema("string", List.of(), null, null, true);
    static final Schema FRACTION = number("number", 0, 1);

    public Schema {
      choices = List.copyOf(choices);
    }

    static Schema of(String type) {
      return number(type, null, null);
    }

    static Schema number(String type, Integer least, Integer most) {
      return new Schema(type, List.of(), least, most, false);
    }
  }

  /** The value in some settings, or the default; a mistake is noted there. */
  public T in(Settings settings) {
    return reader.apply(settings);
  }

  /** Whether a route has to give it. */
  public boolean isRequired() {
    return fallback == null && absent.isEmpty();
  }

  /** The sentence without Markdown, and without what only points to another part of the page. */
  public String plainSentence() {
    return sentence
        .replaceAll(" See \\[[^\\]]*]\\([^)]*\\)\\.", "")
        .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
        .replace("`", "");
  }

  /** The default as the documents show it. */
  public String documentedDefault() {
    if (isRequired()) {
      return "required";
    }
    if (fallback == null) {
      return absent;
    }
    return fallback.isEmpty() ? "(empty)" : "`" + fallback + "`";
  }

  /** What it does, one or a few sentences of Markdown. */
  public Option<T> says(String sentence) {
    return new Option<>(name, title, sentence, example, fallback, absent, schema, reader);
  }

  /** A title other than its name in words. */
  public Option<T> titled(String title) {
    return new Option<>(name, title, sentence, example, fallback, absent, schema, reader);
  }

  public Option<T> example(String example) {
    return new Option<>(name, title, sentence, example, fallback, absent, schema, reader);
  }

  /** What holds without a value, as the documents show it; the value then is that of the reader. */
  public Option<T> without(String absent) {
    return new Option<>(name, title, sentence, example, null, absent, schema, reader);
  }

  private static <T> Option<T> of(
      String name, String fallback, Schema schema, Function<Settings, T> reader) {
    return new Option<>(name, words(name), "", "", fallback, "", schema, reader);
  }

  /** {@code maxShrink} is "Max shrink". */
  private static String words(String name) {
    String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /**
   * A text that has to be there.
   *
   * @param meaning what it is, for the message that it is missing
   */
  public static Option<String> required(String name, String meaning) {
    return of(name, null, Schema.TEXT, settings -> settings.required(name, meaning));
  }

  /**
   * A value that has to be there.
   *
   * @param meaning what it is, for the message that it is missing
   * @param instead what is read on if it is missing or wrong
   * @param parser throws {@link IllegalArgumentException} on what is not allowed
   */
  public static <T> Option<T> required(
      String name, String meaning, T instead, String allowed, Function<String, T> parser) {
    return of(
        name,
        null,
        Schema.TEXT,
        settings -> {
          settings.required(name, meaning);
          return settings.parsed(name, instead, allowed, parser);
        });
  }

  public static Option<String> text(String name, String fallback) {
    return of(name, fallback, Schema.TEXT, settings -> settings.text(name).orElse(fallback));
  }

  /** A text that may be empty. */
  public static Option<Optional<String>> text(String name) {
    return of(name, "", Schema.TEXT, settings -> settings.text(name));
  }

  public static Option<Boolean> bool(String name, boolean fallback) {
    return of(
        name,
        Boolean.toString(fallback),
        Schema.of("boolean"),
        settings -> settings.bool(name, fallback));
  }

  public static Option<Integer> integer(String name, int fallback, int least, int most) {
    return of(
        name,
        Integer.toString(fallback),
        Schema.number("integer", least, most == Integer.MAX_VALUE ? null : most),
        settings -> settings.integer(name, fallback, least, most));
  }

  /** A number of bytes, 1 or more. */
  public static Option<Long> bytes(String name, long fallback) {
    return of(
        name,
        Long.toString(fallback),
        Schema.number("integer", 1, null),
        settings -> settings.bytes(name, fallback));
  }

  /** A file or folder; relative paths start at the home folder. */
  public static Option<Path> path(String name, String fallback, String allowed) {
    return of(name, fallback, Schema.TEXT, settings -> settings.path(name, fallback, allowed));
  }

  /** A credential that may be missing, as a value or in a file. */
  public static Option<Optional<Secret>> secret(String name) {
    return of(name, "", Schema.SECRET, settings -> settings.secretText(name).map(Secret::of))
        .without("none");
  }

  /** A credential that travels in a header. */
  public static Option<Optional<Secret>> headerSecret(String name) {
    return of(name, "", Schema.SECRET, settings -> settings.headerSecret(name)).without("none");
  }

  /**
   * A credential that has to be there.
   *
   * @param meaning what it is, for the message that it is missing
   */
  public static Option<Secret> requiredSecret(String name, String meaning) {
    return of(name, null, Schema.SECRET, settings -> settings.secret(name, meaning));
  }

  /** The same, of one that travels in a header. */
  public static Option<Secret> requiredHeaderSecret(String name, String meaning) {
    return of(name, null, Schema.SECRET, settings -> settings.headerSecret(name, meaning));
  }

  public static Option<Optional<URI>> url(String name) {
    return of(name, "", Schema.TEXT, settings -> settings.url(name)).without("none");
  }

  public static Option<URI> url(String name, URI fallback) {
    return of(
        name, fallback.toString(), Schema.TEXT, settings -> settings.url(name).orElse(fallback));
  }

  /**
   * An address that has to be there.
   *
   * @param meaning what it is, for the message that it is missing
   */
  public static Option<URI> requiredUrl(String name, String meaning) {
    return of(
        name,
        null,
        Schema.TEXT,
        settings -> {
          settings.required(name, meaning);
          return settings.url(name).orElse(URI.create("https://unknown.invalid"));
        });
  }

  /** All names that some options have, those of files with credentials among them. */
  public static Set<String> names(List<Option<?>> options) {
    Set<String> names = new TreeSet<>();
    for (Option<?> option : options) {
      names.add(option.name);
      if (option.schema.secret()) {
        names.add(option.name + Settings.FILE);
      }
    }
    return names;
  }

  /**
   * Any other value.
   *
   * @param fallback as it is written; the parser takes it
   * @param parser throws {@link IllegalArgumentException} on what is not allowed
   */
  public static <T> Option<T> parsed(
      String name, String fallback, String allowed, Function<String, T> parser) {
    T instead = parser.apply(fallback);
    return of(
        name, fallback, Schema.TEXT, settings -> settings.parsed(name, instead, allowed, parser));
  }

  /**
   * Any other value that may be missing.
   *
   * @param instead what holds then
   */
  public static <T> Option<T> orElse(
      String name, T instead, String allowed, Function<String, T> parser) {
    return of(name, "", Schema.TEXT, settings -> settings.parsed(name, instead, allowed, parser));
  }

  /** A number from 0 to 1. */
  public static Option<Double> fraction(String name, double fallback) {
    return of(
        name,
        Double.toString(fallback),
        Schema.FRACTION,
        settings -> settings.fraction(name, fallback));
  }

  public static Option<Duration> duration(String name, Duration fallback) {
    return duration(name, fallback, Duration.ZERO);
  }

  public static Option<Duration> duration(String name, Duration fallback, Duration least) {
    return of(
        name,
        Lengths.text(fallback),
        Schema.TEXT,
        settings -> settings.duration(name, fallback, least));
  }

  public static Option<List<Duration>> durations(String name, List<Duration> fallback) {
    return of(
        name,
        fallback.stream().map(Lengths::text).collect(Collectors.joining(",")),
        Schema.TEXT,
        settings -> settings.durations(name, fallback));
  }

  public static Option<ZoneId> zone(String name, ZoneId fallback) {
    return of(
        name,
        fallback.getId().equals("Z") ? "UTC" : fallback.getId(),
        Schema.TEXT,
        settings -> settings.zone(name, fallback));
  }

  /** One of an enum's constants, written in lower case with - for _. */
  public static <E extends Enum<E>> Option<E> choice(String name, E fallback) {
    List<String> choices =
        Arrays.stream(fallback.getDeclaringClass().getEnumConstants())
            .map(Settings::written)
            .toList();
    return of(
        name,
        Settings.written(fallback),
        new Schema("string", choices, null, null, false),
        settings -> settings.choice(name, fallback));
  }
}
