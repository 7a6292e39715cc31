package io.writeback.destination.workfront;

import io.writeback.config.Suggestion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The objects that Workfront has, found by ObjCode or name in any case. */
final class ObjectTypes {
  private static final Map<String, ObjectType> BY_NAME = new TreeMap<>();
  private static final List<ObjectType> ALL = read();

  static {
    for (ObjectType type : ALL) {
      BY_NAME.put(lower(type.code()), type);
      BY_NAME.put(lower(type.name()), type);
    }
    // Workfront API basics: issue is the name that people know OpTask by.
    BY_NAME.put("issue", BY_NAME.get("optask"));
  }

  private ObjectTypes() {}

  /** What a tenant calls this code or name, whether it can be written or not. */
  static Optional<ObjectType> find(String written) {
    return Optional.ofNullable(BY_NAME.get(lower(written.trim())));
  }

  /**
   * The object that a writeback is to write.
   *
   * @throws IllegalArgumentException saying why this one cannot be written
   */
  static ObjectType writable(String written) {
    ObjectType type =
        find(written).orElseThrow(() -> new IllegalArgumentException(unknown(written)));
    return switch (type.editing()) {
      case BULK, SINGLE -> type;
      case NONE ->
          throw new IllegalArgumentException(
              "the Workfront API does not list "
                  + type.name()
                  + " ("
                  + type.code()
                  + ") among the objects that can be edited; ./writeback discover workfront lists"
                  + " those of your tenant");
    };
  }

  private static String unknown(String written) {
    Optional<String> singular = singular(lower(written.trim()));
    if (singular.isPresent()) {
      return "Workfront takes no plural; did you mean " + singular.get() + "?";
    }
    return "Workfront has no such object" + Suggestion.didYouMean(written, writableNames());
  }

  private static Optional<String> singular(String written) {
    return List.of(
            written.replaceFirst("ies$", "y"),
            written.replaceFirst("es$", ""),
            written.replaceFirst("s$", ""))
        .stream()
        .filter(name -> !name.equals(written) && BY_NAME.containsKey(name))
        .findFirst();
  }

  private static Collection<String> writableNames() {
    List<String> names = new ArrayList<>();
    BY_NAME.forEach(
        (name, type) -> {
          if (type.editing() != ObjectType.Editing.NONE) {
            names.add(name);
          }
        });
    return names;
  }

  private static List<ObjectType> read() {
    try (InputStream file = ObjectTypes.class.getResourceAsStream("objects.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#")).map(ObjectTypes::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectType parse(String line) {
    String[] words = line.split(" ", -1);
    String code = words[0].equals("-") ? words[1].toUpperCase(Locale.ROOT) : words[0];
    return new ObjectType(
        code, lower(words[1]), ObjectType.Editing.valueOf(words[2].toUpperCase(Locale.ROOT)));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
