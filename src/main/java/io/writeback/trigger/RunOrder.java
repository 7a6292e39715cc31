package io.writeback.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.config.Suggestion;
import io.writeback.ledger.ExternalRequest;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Iterator;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What a request from outside asks for: one run of a writeback, however often it is asked for.
 *
 * @param requestId what makes it the same as another request
 * @param full every row, although the writeback may send changed ones
 * @param acceptColumns whether columns that the last complete run wrote may be missing
 * @param plan whether it shows what it would change, and waits for approval then
 */
public record RunOrder(
    String writeback, String requestId, boolean full, boolean acceptColumns, boolean plan) {
  private static final Pattern REQUEST_ID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,199}");
  private static final String FULL = "full";
  private static final String ACCEPT_COLUMNS = "acceptColumns";
  private static final String PLAN = "plan";
  private static final int LONGEST_NAME = 200;

  /**
   * Reads {@code {"writeback": "…", "requestId": "…", "parameters": {"full": true, "acceptColumns":
   * true, "plan": true}}}, and nothing else.
   *
   * @throws WritebackException WB-140, saying what is wrong and what is allowed
   */
  public static RunOrder read(String text) {
    ObjectNode object = StrictJson.object(text, Code.BAD_REQUEST);
    onlyKnown(object, "", Set.of("writeback", "requestId", "parameters"));
    ObjectNode parameters = parameters(object.get("parameters"));
    return new RunOrder(
        writeback(object),
        requestId(object),
        flag(parameters, FULL),
        flag(parameters, ACCEPT_COLUMNS),
        flag(parameters, PLAN));
  }

  private static void onlyKnown(ObjectNode object, String within, Set<String> known) {
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw refused(
            "has \"%s\"%s, which does not exist%s"
                .formatted(StrictJson.shown(name), within, Suggestion.didYouMean(name, known)));
      }
    }
  }

  private static String writeback(ObjectNode object) {
    String name = text(object, "writeback", "the name of the writeback to run");
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      throw refused("has a \"writeback\" that cannot be a name: " + StrictJson.shown(name));
    }
    return name;
  }

  private static String requestId(ObjectNode object) {
    String id =
        text(
            object,
            "requestId",
            "an id of your own; the same id again is answered by the same run");
    if (!REQUEST_ID.matcher(id).matches()) {
      throw refused(
          "has the \"requestId\" \"%s\"; allowed are 1 to 200 letters, digits and . _ : @ / + = -"
              .formatted(StrictJson.shown(id)));
    }
    return id;
  }

  private static String text(ObjectNode object, String name, String meaning) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      throw refused("has no \"" + name + "\": " + meaning);
    }
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw refused("has a \"" + name + "\" that is not text: " + meaning);
    }
    return value.textValue();
  }

  private static ObjectNode parameters(JsonNode parameters) {
    if (parameters == null || parameters.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!(parameters instanceof ObjectNode object)) {
      throw refused("has \"parameters\" that are not an object, such as {\"full\": true}");
    }
    onlyKnown(object, " in \"parameters\"", Set.of(FULL, ACCEPT_COLUMNS, PLAN));
    return object;
  }

  private static boolean flag(ObjectNode parameters, String name) {
    JsonNode value = parameters.get(name);
    if (value != null && !value.isBoolean()) {
      throw refused(
          "has %s \"%s\" in \"parameters\" that is neither true nor false"
              .formatted(name.equals(ACCEPT_COLUMNS) ? "an" : "a", name));
    }
    return value != null && value.booleanValue();
  }

  private static WritebackException refused(String message) {
    return new WritebackException(Code.BAD_REQUEST, "the request " + message);
  }

  /**
   * The run that answers it.
   *
   * @param id a new one
   */
  RunRequest request(String id) {
    RunRequest request =
        new RunRequest(id, asked().runKey(), writeback, full, null)
            .acceptingColumns(acceptColumns)
            .settling();
    return plan ? request.asking() : request;
  }

  /** For the ledger: the same content has the same digest, however it was written. */
  ExternalRequest asked() {
    return new ExternalRequest(requestId, digest());
  }

  private String digest() {
    // A name has no line break in it, so no two orders have the same text.
    String content = writeback + "\nfull=" + full + (acceptColumns ? "\nacceptColumns=true" : "");
    return DigestUtils.sha256Hex(plan ? content + "\nplan=true" : content);
  }
}
