package io.writeback.destination.workfront.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a field holds what was sent, by its meaning and not by its spelling.
 *
 * @param zone where a date and time without offset is meant
 */
public record ValueComparison(ZoneId zone) {
  private static final int LONGEST_NUMBER = 500;

  /**
   * Compares.
   *
   * @param sent as {@link io.writeback.destination.Record#fields} has it; null, "" or an empty list
   *     was to clear the field
   * @param found a missing node if it was not returned
   */
  public boolean same(ValueKind kind, Object sent, JsonNode found) {
    if (sent == null || sent.equals("") || sent.equals(List.of())) {
      return empty(found) || (kind == ValueKind.RICH_TEXT && RichText.empty(found));
    }
    if (empty(found)) {
      return false;
    }
    if (sent instanceof List<?> list) {
      return texts(list, found);
    }
    return switch (kind) {
      case TEXT, TEXTS, REFERENCES -> text(sent.toString(), found);
      case JOINED, JOINED_REFERENCES -> joined(sent.toString(), found);
      case RICH_TEXT -> RichText.same(sent.toString(), found);
      case REFERENCE -> Reference.same(sent.toString(), found);
      case FLAG -> found.asText().toLowerCase(Locale.ROOT).equals(sent.toString());
      case WHOLE, DOUBLE, DECIMAL -> number(kind, new BigDecimal(sent.toString()), found);
      case DAY, INSTANT, DAY_OR_INSTANT -> time(kind, sent.toString(), found);
    };
  }

  /** null, nothing, "" and [] are all a field without a value. */
  public static boolean empty(JsonNode found) {
    return found.isMissingNode()
        || found.isNull()
        || (found.isTextual() && found.asText().isEmpty())
        || (found.isArray() && found.isEmpty());
  }

  /** Custom fields with boxes to tick come as a list even of one, and may not be known as such. */
  private static boolean text(String sent, JsonNode found) {
    if (found.isArray() && found.size() > 1) {
      return joined(sent, found);
    }
    JsonNode single = found.isArray() && found.size() == 1 ? found.get(0) : found;
    return single.isValueNode() && lines(sent).equals(lines(single.asText()));
  }

  private static String lines(String text) {
    return text.replace("\r\n", "\n");
  }

  /**
   * The order of a list has no meaning in Workfront (inferred); how often a value is in it has. An
   * element may be a reference and come back as one.
   */
  private static boolean texts(List<?> sent, JsonNode found) {
    List<JsonNode> left = elements(found);
    for (Object element : sent) {
      String text = element.toString();
      Optional<JsonNode> match =
          left.stream()
              .filter(one -> lines(one.asText()).equals(lines(text)) || Reference.same(text, one))
              .findFirst();
      if (match.isEmpty()) {
        return false;
      }
      left.remove(match.get());
    }
    return left.isEmpty();
  }

  private static List<JsonNode> elements(JsonNode found) {
    List<JsonNode> elements = new ArrayList<>();
    (found.isArray() ? found : List.of(found)).forEach(elements::add);
    return elements;
  }

  /** A list that went out as one text comes back as one, or as a list, perhaps of references. */
  private static boolean joined(String sent, JsonNode found) {
    List<String> left = new ArrayList<>();
    elements(found).forEach(element -> left.addAll(parts(Reference.bare(element))));
    return parts(sent).stream().allMatch(left::remove) && left.isEmpty();
  }

  private static List<String> parts(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
  }

  private static boolean number(ValueKind kind, BigDecimal sent, JsonNode found) {
    return number(found)
        .filter(
            number ->
                sent.compareTo(number) == 0
                    // A double cannot hold more than a double.
                    || (kind == ValueKind.DOUBLE && sent.doubleValue() == number.doubleValue()))
        .isPresent();
  }

  /** A number, or a text that is one; empty for any other value. */
  public static Optional<BigDecimal> number(JsonNode found) {
    if (found.isNumber()) {
      return Optional.of(found.decimalValue());
    }
    String text = found.asText().strip();
    if (!found.isTextual() || text.length() > LONGEST_NUMBER) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * A date may come back with a time; its date is then the one that is written there. A time has to
   * come back, unless the field is one that may hold days only: then its day in the zone. Workfront
   * keeps milliseconds.
   */
  private boolean time(ValueKind kind, String sent, JsonNode found) {
    Optional<WorkfrontTime> was = WorkfrontTime.parse(sent);
    Optional<WorkfrontTime> is = WorkfrontTime.parse(found.asText());
    if (was.isEmpty() || is.isEmpty()) {
      return false;
    }
    if (was.get().time() == null) {
      return was.get().date().equals(is.get().date());
    }
    return kind == ValueKind.DAY_OR_INSTANT && is.get().time() == null
        ? was.get().day(zone).equals(is.get().date())
        : instant(was.get()).equals(instant(is.get()).truncatedTo(ChronoUnit.MILLIS));
  }

  private Instant instant(WorkfrontTime time) {
    return time.moment(zone).toInstant();
  }
}
