package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** One condition of a filter: a field, a modifier, and values. */
final class Condition {
  private final FieldPath path;
  private final Modifier modifier;
  private final List<FilterValue> values = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /** Those of a long list of texts, which are found without comparing each. */
  private final Set<String> oneOf = new HashSet<>();

  /**
   * @param values as they were sent; for {@code between} the lower and the upper bound
   */
  Condition(FieldPath path, Modifier modifier, List<String> values, Wildcards wildcards)
      throws Refusal {
    this.path = path;
    this.modifier = modifier;
    checkKind();
    for (String value : split(values)) {
      FilterValue typed = FilterValue.of(path.field(), value, wildcards);
      this.values.add(typed);
      texts.add(String.valueOf(typed.point().value()));
    }
    if (modifier == Modifier.IN && path.field().type() == FieldType.STRING) {
      oneOf.addAll(texts);
    }
    if (modifier == Modifier.LIKE || modifier == Modifier.CILIKE) {
      checkPattern();
    }
  }

  /** Users' reports: a list of ids may be a comma-separated text, a list of texts may not. */
  private List<String> split(List<String> sent) {
    boolean ids = path.field().isReference() || path.field().name().equals("ID");
    if (!ids || !modifier.takesSeveral()) {
      return sent;
    }
    return sent.stream().flatMap(list -> List.of(list.split(",", -1)).stream()).toList();
  }

  private void checkKind() throws Refusal {
    FieldType type = path.field().type();
    boolean fits =
        switch (modifier.kind()) {
          case TEXT ->
              type == FieldType.STRING
                  || type == FieldType.STRING_LIST
                  || type == FieldType.RICH_TEXT;
          case ORDER ->
              type != FieldType.BOOLEAN
                  && type != FieldType.STRING_LIST
                  && type != FieldType.REFERENCE_LIST;
          default -> true;
        };
    if (!fits) {
      throw Refusal.notImitated(
          "the modifier " + modifier.text() + " for the field " + path.text() + ", a " + type);
    }
  }

  private void checkPattern() throws Refusal {
    if (texts.get(0).indexOf('_') >= 0 || texts.get(0).indexOf('\\') >= 0) {
      throw Refusal.notImitated("the characters _ and \\ in a pattern of " + modifier.text());
    }
  }

  /** The requested ids, if the condition selects objects only by id. */
  List<String> ids() {
    boolean byId = path.isOwnId() && (modifier == Modifier.EQ || modifier == Modifier.IN);
    return byId ? texts : List.of();
  }

  boolean holds(ObjectStore store, ObjectNode object) {
    for (JsonNode value : path.values(store, object)) {
      if (holds(value)) {
        return true;
      }
    }
    return false;
  }

  private boolean holds(JsonNode value) {
    boolean absent = value.isMissingNode() || value.isNull();
    boolean blank = absent || (value.isTextual() && value.asText().isEmpty());
    return switch (modifier) {
      case ISNULL -> absent;
      case NOTNULL -> !absent;
      case ISBLANK -> blank;
      case NOTBLANK -> !blank;
      // The vendor's page on filters: a list is unequal unless it is exactly that one value.
      case NE -> (value.isArray() && value.size() > 1) || !isAny(value);
      default -> modifier.isNegative() ? !isAny(value) : isAny(value);
    };
  }

  private boolean isAny(JsonNode value) {
    if (!value.isArray()) {
      return fits(value);
    }
    for (JsonNode element : value) {
      if (fits(element)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a single value matches the positive form of the modifier. */
  private boolean fits(JsonNode value) {
    return FilterValue.stored(path.field(), value)
        .map(
            stored ->
                modifier.kind() == Modifier.Kind.TEXT
                    ? fitsText(String.valueOf(stored.value()))
                    : fitsKey(stored))
        .orElse(false);
  }

  private boolean fitsKey(FilterValue.Key stored) {
    if (!oneOf.isEmpty()) {
      return oneOf.contains(String.valueOf(stored.value()));
    }
    return switch (modifier) {
      case LT -> stored.compareTo(values.get(0).point()) < 0;
      case LTE -> stored.compareTo(values.get(0).point()) <= 0;
      case GT -> stored.compareTo(values.get(0).point()) > 0;
      case GTE -> stored.compareTo(values.get(0).point()) >= 0;
      case BETWEEN ->
          stored.compareTo(values.get(0).point()) >= 0
              && stored.compareTo(values.get(1).point()) <= 0;
      default -> values.stream().anyMatch(wanted -> wanted.equalTo(stored));
    };
  }

  private boolean fitsText(String stored) {
    String text = folded(stored);
    String wanted = folded(texts.get(0));
    return switch (modifier) {
      case CONTAINS, CICONTAINS, NOTCONTAINS, CINOTCONTAINS -> text.contains(wanted);
      case STARTSWITH -> text.startsWith(wanted);
      case LIKE, CILIKE -> like(wanted).matcher(text).matches();
      default -> texts.stream().anyMatch(one -> folded(one).equals(text));
    };
  }

  private String folded(String text) {
    return modifier.ignoresCase() ? text.toLowerCase(Locale.ROOT) : text;
  }

  private static Pattern like(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (String part : pattern.split("(?<=%)|(?=%)", -1)) {
      regex.append(part.equals("%") ? ".*" : Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
