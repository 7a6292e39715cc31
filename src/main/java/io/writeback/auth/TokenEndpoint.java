package io.writeback.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.writeback.config.Secret;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.RefusedAddressException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Asks a login for a token, as patiently as any request, and says what stands in the way if there
 * is none. Nothing that was sent gets into a message, also if the answer repeats it.
 *
 * @param observation what a refusal says besides, such as a difference of clocks; may be ""
 */
public record TokenEndpoint(Http http, Login login, Function<HttpAnswer, String> observation) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** The codes of RFC 6749 and of what was added to it: words, and nothing that was sent. */
  private static final Pattern CODE =
      Pattern.compile(
          "invalid_(?:request|client|grant|scope|token)|(?:unauthorized|disabled)_client"
              + "|unsupported_grant_type|access_denied|server_error|temporarily_unavailable");

  private static final int LONGEST_WORDS = 300;

  public TokenEndpoint(Http http, Login login) {
    this(http, login, answer -> "");
  }

  /**
   * The answer, which has a token.
   *
   * @param token where the token is in it: {@code /access_token}
   * @param secrets what the request carries
   * @throws WritebackException if the credentials are refused, or there is no answer with a token
   */
  public JsonNode ask(HttpRequest request, String token, List<Secret> secrets) {
    HttpAnswer answer = send(request, secrets);
    Optional<JsonNode> object = json(answer);
    JsonNode json = object.orElse(JSON.missingNode());
    boolean failed = json.hasNonNull("error") && !json.path("error").asText().equals("false");
    Outcome outcome = Outcome.of(answer.status());
    if (outcome == Outcome.ANSWERED && !failed && !token(json, token).isBlank()) {
      return json;
    }
    boolean about = outcome == Outcome.ANSWERED || outcome == Outcome.REFUSED;
    // RFC 6749, 5.2: a refusal is 400, or 401, with JSON. A page with 400 or 403 is of a proxy or a
    // firewall and says nothing of the credentials; with 401, they are not risked again.
    boolean refusal = object.isPresent() && (answer.status() == 400 || answer.status() == 403);
    if (outcome == Outcome.UNAUTHORISED || refusal || (failed && about)) {
      throw refused(answer, words(json, secrets));
    }
    throw new WritebackException(
        login.unavailable(),
        "the login at %s answered %s without a token; is %s right?"
            .formatted(login.uri(), outcome(answer, outcome), login.addressKey()));
  }

  /** The token in an answer of {@link #ask}. */
  public static String token(JsonNode answer, String token) {
    JsonNode found = answer.at(token);
    return found.isTextual() ? found.textValue() : "";
  }

  private static String outcome(HttpAnswer answer, Outcome outcome) {
    return outcome == Outcome.MISDIRECTED && answer.status() < 400
        ? "with a redirect (" + answer.status() + ")"
        : answer.toString();
  }

  private WritebackException refused(HttpAnswer answer, String words) {
    return new WritebackException(
        login.refused(),
        "%s refused the login (status %d%s); check %s%s%s"
            .formatted(
                login.system(),
                answer.status(),
                words.isEmpty() ? "" : ": " + words,
                login.credentialKeys(),
                login.hint().isEmpty() ? "" : ". " + login.hint(),
                observation.apply(answer)));
  }

  /** RFC 6749 has error and error_description; Workfront has a message, or an error with one. */
  private String words(JsonNode json, List<Secret> secrets) {
    if (!login.quoted()) {
      String code = json.path("error").asText("");
      return CODE.matcher(code).matches() ? code : "";
    }
    StringJoiner words = new StringJoiner(", ");
    for (String member :
        new String[] {"/error", "/type", "/error_description", "/message", "/error/message"}) {
      String text = json.at(member).isTextual() ? json.at(member).textValue().strip() : "";
      if (!text.isEmpty()) {
        words.add(text.replaceAll("\\s+", " "));
      }
    }
    String masked = Mask.hide(words.toString(), secrets);
    return masked.length() <= LONGEST_WORDS ? masked : masked.substring(0, LONGEST_WORDS) + "…";
  }

  private HttpAnswer send(HttpRequest request, List<Secret> secrets) {
    try {
      return http.patiently(request);
    } catch (CallFailure e) {
      // Without the failure itself: its message has what the server said.
      String message =
          "the login at %s failed: %s (%s)"
              .formatted(login.uri(), Mask.hide(reason(e), secrets), login.addressKey());
      throw new WritebackException(unanswered(e), message, e.saying(message));
    }
  }

  private String reason(CallFailure failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof IOException && cause.getMessage() != null) {
      return cause.getMessage();
    }
    return login.quoted() ? failure.getMessage() : login.system() + " may be down";
  }

  private Code unanswered(CallFailure failure) {
    if (failure.getCause() instanceof RefusedAddressException) {
      return Code.ADDRESS_REFUSED;
    }
    // No trust in its certificate, or no TLS: asking again does not help.
    return failure.outcome() == Outcome.MISDIRECTED && failure.getCause() != null
        ? Code.DESTINATION_REDIRECTS
        : login.unavailable();
  }

  private static Optional<JsonNode> json(HttpAnswer answer) {
    String type = answer.mediaType();
    if (!type.endsWith("/json") && !type.endsWith("+json")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(JSON.readTree(new String(answer.body(), StandardCharsets.UTF_8)))
          .filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
