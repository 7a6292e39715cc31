package io.writeback.destination.workfront;

import io.writeback.config.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

  /** A label that several fields bear. */
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
    Optional<Match> custom = custom(name);
    if (custom.isPresent()) {
      return custom.get();
    }
    List<MetadataField> labelled = byLabel.getOrDefault(name, List.of());
    if (labelled.size() == 1) {
      MetadataField field = labelled.get(0);
      return new Hit(field, field.custom() ? "custom label" : "label", "");
    }
    return labelled.isEmpty() ? new None(instead(name)) : new Several(labelled);
  }

  private Optional<Match> custom(String name) {
    boolean prefixed = name.startsWith(MetadataField.CUSTOM_PREFIX);
    String bare = prefixed ? name.substring(MetadataField.CUSTOM_PREFIX.length()) : name;
    MetadataField field = metadata.custom().get(bare);
    if (field != null) {
      return Optional.of(new Hit(field, "custom name", ""));
    }
    if (prefixed && !bare.isEmpty() && !metadata.listsCustom()) {
      return Optional.of(unlisted(bare, "the metadata lists no custom fields"));
    }
    return Optional.empty();
  }

  /**
   * The field that a route names by {@code DE:} and its name, whether the tenant lists it or not:
   * the metadata has the fields of those forms only that the account may see.
   */
  Match explicit(String name) {
    Match match = find(name);
    String bare =
        name.startsWith(MetadataField.CUSTOM_PREFIX)
            ? name.substring(MetadataField.CUSTOM_PREFIX.length())
            : "";
    return match instanceof None none && !bare.isEmpty()
        ? unlisted(
            bare,
            "the metadata does not list it: it is on no form of the object, or the account may not"
                + " see it"
                + (none.note().isEmpty() ? "" : " (" + none.note() + ")"))
        : match;
  }

  private Hit unlisted(String bare, String reason) {
    return new Hit(metadata.parameters().unlisted(bare), "explicit", reason + "; it is trusted");
  }

  private String instead(String name) {
    if (metadata.collections().containsKey(name) || metadata.collections().containsValue(name)) {
      return "a collection; its objects are changed as their own";
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
    String folded = near.get(folded(name));
    if (folded != null) {
      return Optional.of(folded);
    }
    return longSearches-- > 0 ? Suggestion.nearest(name, names) : Optional.empty();
  }

  /** A name without what people get wrong: case, blanks, hyphens and underscores. */
  static String folded(String name) {
    return name.replaceAll("[\\s\\u00a0_-]+", "").toLowerCase(Locale.ROOT);
  }
}
