package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.destination.workfront.account.DateTimeForm;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.lang3.StringUtils;

/**
 * Turns what a field holds, as an answer shows it, into the value of a record that restores it.
 *
 * @param zone where a date and time without offset is meant
 * @param times how a date with a time is written
 */
public record HeldValues(ZoneId zone, DateTimeForm times) {
  /** A number with more is not written out. */
  private static final int MOST_DIGITS = 40;

  /**
   * The value of a field that has one.
   *
   * @return empty if it is none of its kind, so that no record can write it
   */
  public Optional<Object> value(ValueKind kind, JsonNode found) {
    return switch (kind) {
      case TEXT -> found.isArray() ? list(found, HeldValues::text) : text(found).map(text -> text);
      case TEXTS, REFERENCES -> list(found, HeldValues::element);
      case JOINED, JOINED_REFERENCES ->
          found.isArray()
              ? list(found, HeldValues::element).map(HeldValues::joined)
              : element(found).map(text -> text);
      case RICH_TEXT -> found.isObject() ? Optional.of(found.toString()) : text(found).map(t -> t);
      case REFERENCE -> reference(found);
      case FLAG -> flag(found);
      case WHOLE -> ValueComparison.number(found).map(HeldValues::whole);
      case DOUBLE, DECIMAL -> ValueComparison.number(found).map(HeldValues::plain);
      case DAY -> time(found).map(time -> time.date().toString());
      case INSTANT ->
          time(found).filter(time -> time.time() != null).map(time -> times.text(moment(time)));
      case DAY_OR_INSTANT ->
          time(found)
              .map(time -> time.time() == null ? time.date().toString() : times.text(moment(time)));
    };
  }

  /**
   * What stands for no value in a field without one: "" and [] are kept where a record can write
   * them, null clears the others.
   *
   * @param found null, "" or an empty list
   */
  public static Object blank(ValueKind kind, JsonNode found) {
    if (found.isArray()) {
      return kind.isList() || kind == ValueKind.TEXT ? List.of() : null;
    }
    return found.isTextual() && kind.isText() ? "" : null;
  }

  private static Optional<String> text(JsonNode found) {
    return found.isValueNode() ? Optional.of(found.asText()) : Optional.empty();
  }

  /** An element may be a reference: then its ID is what can be written. */
  private static Optional<String> element(JsonNode found) {
    return Reference.id(Reference.bare(found)).or(() -> text(found));
  }

  private static Optional<Object> list(
      JsonNode found, Function<JsonNode, Optional<String>> element) {
    List<String> elements = new ArrayList<>();
    for (JsonNode one : found.isArray() ? found : List.of(found)) {
      Optional<String> text = element.apply(one);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      elements.add(text.get());
    }
    return Optional.of(List.copyOf(elements));
  }

  /** One text, unless its parts would not be the elements: then the list itself. */
  private static Object joined(Object list) {
    List<?> elements = (List<?>) list;
    boolean whole =
        elements.stream()
            .map(Object::toString)
            .allMatch(text -> text.indexOf(',') < 0 && text.equals(text.strip()));
    return whole ? StringUtils.join(elements, ",") : list;
  }

  private static Optional<Object> reference(JsonNode found) {
    JsonNode single = found.isArray() && found.size() == 1 ? found.get(0) : found;
    return Reference.id(Reference.bare(single)).map(id -> id);
  }

  private static Optional<Object> flag(JsonNode found) {
    return switch (found.asText().toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(Boolean.TRUE);
      case "false" -> Optional.of(Boolean.FALSE);
      default -> Optional.empty();
    };
  }

  private static Object whole(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return plain(number);
    }
  }

  /** A parser may make 1E+2 of 100.0. */
  private static Object plain(BigDecimal number) {
    return number.scale() < 0 && number.precision() - number.scale() <= MOST_DIGITS
        ? number.setScale(0)
        : number;
  }

  private static Optional<WorkfrontTime> time(JsonNode found) {
    return WorkfrontTime.parse(found.asText());
  }

  private OffsetDateTime moment(WorkfrontTime time) {
    return time.moment(zone);
  }
}
