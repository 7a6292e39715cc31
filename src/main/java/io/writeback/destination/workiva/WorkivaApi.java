package io.writeback.destination.workiva;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.auth.Credentials;
import io.writeback.config.WebAddress;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.CallFailure;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The API of one workspace: its addresses, our credentials there, and its reads. */
final class WorkivaApi extends RestApi<WorkivaAccount> {
  static final String VERSION_HEADER = "X-Version";
  static final String VERSION = "2026-01-01";

  WorkivaApi(WorkivaAccount account, Http http, Credentials credentials) {
    super("Workiva", account, http, credentials);
  }

  /** The values of a range; a colon alone in a path is fragile, so it is always encoded. */
  URI values(String spreadsheet, String sheet, String range) {
    return URI.create(
        account().url()
            + "/spreadsheets/"
            + Query.encode(spreadsheet)
            + "/sheets/"
            + Query.encode(sheet)
            + "/values/"
            + Query.encode(range));
  }

  @Override
  protected Optional<String> words(HttpAnswer answer) {
    return WorkivaError.words(answer);
  }

  /**
   * An address that Workiva gave us, made absolute; empty if it leads to another host: our token
   * goes nowhere else.
   */
  Optional<URI> own(String address) {
    try {
      URI uri = URI.create(account().url() + "/").resolve(address.strip());
      return WebAddress.sameServer(account().url(), uri) ? Optional.of(uri) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Reads a list to its last page, item by item. */
  void each(URI first, Consumer<JsonNode> item) {
    try {
      each(first, failure -> true, item);
    } catch (CallFailure e) {
      throw unanswered(e);
    }
  }

  /**
   * The same, for a caller that tries again itself.
   *
   * @param again whether a page that could not be read is asked for once more
   * @throws CallFailure if there is no answer, or one that another try may change
   */
  void each(URI first, Predicate<CallFailure> again, Consumer<JsonNode> item) {
    each(data(authorised().ask(get(first), again)), again, item);
  }

  /** The same of a list whose first page is here. */
  void each(JsonNode first, Predicate<CallFailure> again, Consumer<JsonNode> item) {
    JsonNode page = first;
    while (page != null) {
      page.path("data").forEach(item);
      String next = page.path("@nextLink").asText("");
      page =
          next.isEmpty() || "null".equals(next)
              ? null
              : data(authorised().ask(get(foreign(own(next))), again));
    }
  }

  private URI foreign(Optional<URI> next) {
    return next.orElseThrow(
        () ->
            new WritebackException(
                Code.DESTINATION_REDIRECTS,
                "the next page of an answer of " + account().url() + " is at another host"));
  }

  /**
   * The object that GET answers.
   *
   * @throws WritebackException saying what stands in the way
   */
  JsonNode read(URI uri) {
    return data(ask(uri));
  }

  private JsonNode data(Authorised.Answered answered) {
    return json(answered).orElseThrow(() -> problem(answered, Code.UNKNOWN_OBJECT));
  }
}
