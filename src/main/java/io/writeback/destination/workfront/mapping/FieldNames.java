package io.writeback.destination.workfront.mapping;

import io.writeback.config.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.lang3.Strings;

/**
 * Finds the field that a name means: exactly, by key, custom name or label, in this order.
 *
 * <p>Domo's connector takes "columns that match either the Key or Label"; labels are not unique in
 * Workfront, so a label of several fields means none of them.
 */
final class FieldNames {
  /** What a name turned out to mean. */
  sealed interface Match {}

  /** One field; why says by what. */
  record Hit(MetadataField field, String why, String note) implements Match {}

  /** A label that several fields have. */
  record Several(List<MetadataField> fields) implements Match {}

  /** No field; the note may say what it is instead, or what was perhaps meant. */
  record None(String note) implements Match {}

  private final ObjectMetadata metadata;
  private final Map<String, List<MetadataField>> byLabel = new HashMap<>();
  private final Map<String, String> near = new HashMap<>();
  private final Set<String> names = new TreeSet<>();

  /** Comparing with every name takes long; a DataSet of 10,000 columns is not worth it. */
  private int longSearches = 100;

  FieldNames(ObjectMetadata metadata) {
    this.metadata = metadata;
    for (MetadataField field : metadata.all()) {
      learn(field.wireName());
      learn(field.name());
      if (!field.label().isEmpty()) {
        byLabel.computeIfAbsent(field.label(), label -> new ArrayList<>()).add(field);
        learn(field.label());
      }
    }
  }

  private void learn(String name) {
    near.putIfAbsent(folded(name), name);
    names.add(name);
  }

  Match find(String name) {
    if (metadata.fields().containsKey(name)) {
      String also = metadata.custom().containsKey(name) ? "DE:" + name + " is another field" : "";
      return new Hit(metadata.fields().get(name), "key", also);
    }
    MetadataField custom = metadata.custom().get(bare(name));
    if (custom != null) {
      return new Hit(custom, "custom name", "");
    }
    if (isCustom(name) && !metadata.listsCustom()) {
      return unlisted(name, "the metadata lists no custom fields");
    }
    List<MetadataField> labelled = byLabel.getOrDefault(name, List.of());
    if (labelled.size() == 1) {
      MetadataField field = labelled.get(0);
      return new Hit(field, field.custom() ? "custom label" : "label", "");
    }
    return labelled.isEmpty() ? new None(instead(name)) : new Several(labelled);
  }

  /**
   * The field that a route names by {@code DE:} and its name, whether the tenant lists it or not:
   * the metadata has the fields of those forms only that the account may see.
   */
  Match explicit(String name) {
    Match match = find(name);
    return match instanceof None none && isCustom(name)
        ? unlisted(
            name,
            "the metadata does not list it: it is on no form of the object, or the account may not"
                + " see it"
                + (none.note().isEmpty() ? "" : " (" + none.note() + ")"))
        : match;
  }

  private static boolean isCustom(String name) {
    return !bare(name).equals(name) && !bare(name).isEmpty();
  }

  private static String bare(String name) {
    return Strings.CS.removeStart(name, MetadataField.CUSTOM_PREFIX);
  }

  private Hit unlisted(String name, String reason) {
    return new Hit(
        metadata.parameters().unlisted(bare(name)), "explicit", reason + "; it is trusted");
  }

  private String instead(String name) {
    if (metadata.collections().containsKey(name) || metadata.collections().containsValue(name)) {
      return "a collection; its objects are updated by themselves";
    }
    for (Map.Entry<String, String> reference : metadata.references().entrySet()) {
      if (reference.getKey().equals(name) || reference.getValue().equals(name)) {
        String id = reference.getKey() + "ID";
        return "a reference to another object"
            + (metadata.fields().containsKey(id) ? "; its field is " + id : "");
      }
    }
    return nearest(name).map(right -> "did you mean " + right + "?").orElse("");
  }

  private Optional<String> nearest(String name) {
    return Optional.ofNullable(near.get(folded(name)))
        .or(() -> longSearches-- > 0 ? Suggestion.nearest(name, names) : Optional.empty());
  }

  /** A name without what people get wrong: case, blanks, hyphens and underscores. */
  static String folded(String name) {
    return name.replaceAll("[\\s\\u00a0_-]+", "").toLowerCase(Locale.ROOT);
  }
}
