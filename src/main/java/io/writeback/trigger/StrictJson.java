package io.writeback.trigger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Locale;
import org.apache.commons.lang3.StringUtils;

/**
 * Reads one JSON object from an untrusted sender: no name twice, nothing after it, not deep, and no
 * text of theirs in messages but a short, printable piece.
 */
public final class StrictJson {
  /** An object, its parameters, and one to spare so that the message can say what is wrong. */
  private static final int DEPTH = 4;

  private static final int NAME = 300;
  private static final int NUMBER = 100;
  private static final int SHOWN = 120;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxNameLength(NAME)
                          .maxNumberLength(NUMBER)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // Or 100.0 would be 1E+2.
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StrictJson() {}

  /**
   * The one object that a text is.
   *
   * @param code of the failure
   * @throws WritebackException saying where it is wrong
   */
  public static ObjectNode object(String text, Code code) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node instanceof ObjectNode object) {
        refuseHalves(object, code);
        return object;
      }
      throw new WritebackException(
          code,
          "is not a JSON object but "
              + (node.isMissingNode()
                  ? "empty"
                  : node.getNodeType().toString().toLowerCase(Locale.ROOT)));
    } catch (NumberFormatException e) {
      throw new WritebackException(code, "has an invalid number: " + shown(e.getMessage()));
    } catch (JsonProcessingException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new WritebackException(
          code, "is not well-formed JSON" + where + ": " + shown(e.getOriginalMessage()));
    }
  }

  /** JSON can write one half of a surrogate pair, which is no character: it would become a ?. */
  private static void refuseHalves(JsonNode node, Code code) {
    if (node.isTextual() && hasHalf(node.textValue())) {
      throw new WritebackException(
          code, "has half of a character (an unpaired surrogate such as \\ud83d) in a text");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (hasHalf(name)) {
                throw new WritebackException(
                    code, "has half of a character (an unpaired surrogate) in a name");
              }
            });
    node.forEach(child -> refuseHalves(child, code));
  }

  private static boolean hasHalf(String text) {
    return text.codePoints()
        .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }

  /** An untrusted text, made safe for a message. */
  public static String shown(String text) {
    String printable = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Z}\\s]+", " ");
    return StringUtils.abbreviate(printable, "…", SHOWN);
  }
}
