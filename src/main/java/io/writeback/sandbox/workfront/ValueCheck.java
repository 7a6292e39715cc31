package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.writeback.sandbox.http.Json;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Converts a sent value into the stored value, or refuses it.
 *
 * <p>The accepted formats are those of the vendor's pages and clients. Text is stored as sent.
 * {@code null} clears. An empty text clears an id, and, as a request parameter, any non-text field;
 * in JSON it is an error there (inferred).
 */
final class ValueCheck {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private ValueCheck() {}

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * The value to store.
   *
   * @param fromParameter whether the value is a request parameter, where everything is text
   */
  static JsonNode stored(Field field, JsonNode value, boolean fromParameter, CustomFieldKnobs knobs)
      throws Refusal {
    boolean empty = value.isTextual() && value.asText().isEmpty();
    boolean clears =
        value.isNull()
            || (empty
                && (field.isReference() || (fromParameter && field.type() != FieldType.STRING)));
    if (clears || empty) {
      if (field.isRequired()) {
        throw Refusal.invalid(field.name(), value.asText());
      }
      if (clears) {
        return NullNode.getInstance();
      }
    }
    JsonNode stored = typed(field, value, fromParameter, knobs);
    checkAllowed(field, stored);
    return stored;
  }

  private static JsonNode typed(
      Field field, JsonNode value, boolean fromParameter, CustomFieldKnobs knobs) throws Refusal {
    return switch (field.type()) {
      case STRING -> text(field, value);
      case STRING_LIST, REFERENCE_LIST -> list(field, value, fromParameter, knobs.commaLists());
      case REFERENCE -> reference(value);
      case RICH_TEXT -> richText(field, value, knobs.plainRichText());
      case INT -> whole(field, value);
      case DOUBLE, MONEY -> number(field, value);
      case BOOLEAN -> bool(field, value);
      case DATE ->
          new TextNode(
              DateTimes.date(textOf(field, value)).orElseThrow(() -> invalid(field, value)));
      case DATE_TIME ->
          new TextNode(
              DateTimes.dateTime(textOf(field, value)).orElseThrow(() -> invalid(field, value)));
    };
  }

  private static void checkAllowed(Field field, JsonNode stored) throws Refusal {
    Iterable<JsonNode> values = stored.isArray() ? stored : java.util.List.of(stored);
    for (JsonNode value : values) {
      if (!field.allows(value)) {
        boolean statusLike = field.name().equals("status") || !field.unlistedValues().isEmpty();
        throw statusLike
            ? Refusal.badEnum(field.label(), value.asText())
            : Refusal.invalid(field.name(), value.asText());
      }
    }
  }

  private static JsonNode text(Field field, JsonNode value) throws Refusal {
    String text = textOf(field, value);
    if (field.isReference() && !isId(text)) {
      throw Refusal.invalid(field.name(), text);
    }
    return value;
  }

  /** Users' reports: an object in place of the ID fails with its Java class in the message. */
  private static JsonNode reference(JsonNode value) throws Refusal {
    if (!value.isTextual()) {
      throw Refusal.wrongShape(
          value.isObject() ? "java.util.LinkedHashMap" : "java.lang.Object", "java.lang.String");
    }
    return value;
  }

  private static JsonNode richText(Field field, JsonNode value, boolean plain) throws Refusal {
    if (!plain && !RichText.isDocument(textOf(field, value))) {
      throw invalid(field, value);
    }
    return value;
  }

  /**
   * In JSON a list is an array, with the knob also a comma-separated text; a parameter is repeated.
   */
  private static JsonNode list(
      Field field, JsonNode value, boolean fromParameter, boolean commaLists) throws Refusal {
    if (commaLists && value.isTextual()) {
      ArrayNode elements = Json.array();
      for (String element : value.asText().split(",", -1)) {
        elements.add(element.strip());
      }
      return elements;
    }
    if (fromParameter && value.isTextual()) {
      ArrayNode one = Json.array();
      one.add(value);
      return one;
    }
    if (!value.isArray()) {
      throw Refusal.typeMismatch();
    }
    for (JsonNode element : value) {
      if (!element.isTextual()) {
        throw invalid(field, element);
      }
    }
    return value;
  }

  private static JsonNode whole(Field field, JsonNode value) throws Refusal {
    String text = scalar(field, value);
    if (NUMBER.matcher(text).matches() && !WHOLE.matcher(text).matches()) {
      throw Refusal.numberFormat(text);
    }
    try {
      return IntNode.valueOf(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw Refusal.invalid(field.name(), text);
    }
  }

  private static JsonNode number(Field field, JsonNode value) throws Refusal {
    String text = scalar(field, value);
    if (!NUMBER.matcher(text).matches()) {
      throw Refusal.invalid(field.name(), text);
    }
    return DecimalNode.valueOf(new BigDecimal(text));
  }

  private static JsonNode bool(Field field, JsonNode value) throws Refusal {
    if (value.isBoolean()) {
      return value;
    }
    String text = textOf(field, value);
    if (!text.equals("true") && !text.equals("false")) {
      throw Refusal.invalid(field.name(), text);
    }
    return BooleanNode.valueOf(text.equals("true"));
  }

  /** The text of a number or of a text. */
  private static String scalar(Field field, JsonNode value) throws Refusal {
    return value.isNumber() ? value.asText() : textOf(field, value);
  }

  private static String textOf(Field field, JsonNode value) throws Refusal {
    if (!value.isTextual()) {
      throw invalid(field, value);
    }
    return value.asText();
  }

  private static Refusal invalid(Field field, JsonNode value) {
    return Refusal.invalid(field.name(), value.isValueNode() ? value.asText() : Json.write(value));
  }
}
