package io.writeback.destination.workfront.mapping;

import io.writeback.config.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.io.IOUtils;

/**
 * A kind of object that Workfront has.
 *
 * @param code the ObjCode: {@code PROJ}
 * @param name the alternate name: {@code project}
 * @param editing whether the API edits many of them by one call, or one, or none
 */
public record ObjectType(String code, String name, Editing editing) {
  /**
   * How the API lets an object be edited (OpenAPI document of v19.0). That document has objects
   * without bulk update, and does not say for each whether one of them can be edited: for those the
   * tenant's own metadata decides.
   */
  public enum Editing {
    BULK,
    SINGLE,
    NONE
  }

  /** By ObjCode and name, lower case. */
  private static final Map<String, ObjectType> ALL = read();

  private static Map<String, ObjectType> read() {
    Map<String, ObjectType> all = new TreeMap<>();
    try (InputStream file = ObjectType.class.getResourceAsStream("objects.txt")) {
      for (String line : IOUtils.readLines(file, StandardCharsets.UTF_8)) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          String code = words[0].equals("-") ? words[1].toUpperCase(Locale.ROOT) : words[0];
          Editing editing = Editing.valueOf(words[2].toUpperCase(Locale.ROOT));
          ObjectType type = new ObjectType(code, lower(words[1]), editing);
          all.put(lower(code), type);
          all.put(type.name(), type);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Workfront API basics: issue is the name that people know OpTask by.
    all.put("issue", all.get("optask"));
    return all;
  }

  /** What a tenant calls this code or name, in any case, whether it can be written or not. */
  public static Optional<ObjectType> find(String written) {
    return Optional.ofNullable(ALL.get(lower(written.trim())));
  }

  /**
   * The object that a writeback is to write.
   *
   * @throws IllegalArgumentException saying why this one cannot be written
   */
  static ObjectType writable(String written) {
    ObjectType type =
        find(written).orElseThrow(() -> new IllegalArgumentException(unknown(written)));
    if (!type.isEditable()) {
      throw new IllegalArgumentException(
          "the Workfront API does not list %s among the objects that can be edited; ./writeback discover workfront lists those of your tenant"
              .formatted(type.described()));
    }
    return type;
  }

  private static String unknown(String written) {
    String name = lower(written.trim());
    return List.of(
            name.replaceFirst("ies$", "y"),
            name.replaceFirst("es$", ""),
            name.replaceFirst("s$", ""))
        .stream()
        .filter(singular -> !singular.equals(name) && ALL.containsKey(singular))
        .findFirst()
        .map(singular -> "Workfront accepts no plurals; did you mean " + singular + "?")
        .orElseGet(
            () -> "Workfront has no such object" + Suggestion.didYouMean(written, editable()));
  }

  private static List<String> editable() {
    return ALL.keySet().stream().filter(name -> ALL.get(name).isEditable()).toList();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether the API lets one be edited, if the tenant does. */
  boolean isEditable() {
    return editing != Editing.NONE;
  }

  /** Its name and code, for messages. */
  public String described() {
    return name + " (" + code + ")";
  }

  /** What stands in a URL; Workfront API basics: any case is taken. */
  public String path() {
    return lower(code);
  }
}
