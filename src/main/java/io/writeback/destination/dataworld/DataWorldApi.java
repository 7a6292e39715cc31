package io.writeback.destination.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.auth.Credentials;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The API for one account: its addresses, our credentials there, and its reads. */
final class DataWorldApi extends RestApi<DataWorldAccount> {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;

  /** data.world API, lists: the most datasets of a page. */
  private static final String PAGE = "100";

  private final InstantSource clock;

  DataWorldApi(DataWorldAccount account, Http http, Credentials credentials, InstantSource clock) {
    super("data.world", account, http, credentials);
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  /** Where a file is uploaded to. */
  URI upload(DatasetKey dataset, String fileName) {
    return URI.create(account().url() + "/uploads/" + dataset + "/files/" + Query.encode(fileName));
  }

  /** Where a dataset is described. */
  URI dataset(DatasetKey dataset) {
    return URI.create(account().url() + "/datasets/" + dataset);
  }

  /** Where a file is downloaded, its bytes as they are stored. */
  URI download(DatasetKey dataset, String fileName) {
    return URI.create(account().url() + "/file_download/" + dataset + "/" + Query.encode(fileName));
  }

  /**
   * A dataset as it is now.
   *
   * @throws WritebackException if there is none, or data.world cannot be asked
   */
  DatasetState read(DatasetKey dataset) {
    return DatasetState.of(json(dataset(dataset), "dataset " + dataset))
        .orElseThrow(
            () ->
                new WritebackException(
                    Code.DESTINATION_UNAVAILABLE,
                    ("data.world described something other than the dataset %s; is %s the address"
                            + " of its API?")
                        .formatted(dataset, account().url())));
  }

  /**
   * A dataset that we may write to.
   *
   * @throws WritebackException also if we may not
   */
  DatasetState writable(DatasetKey dataset) {
    DatasetState state = read(dataset);
    if (!state.isWritable()) {
      throw new WritebackException(
          Code.DATASET_NOT_WRITABLE,
          "the user of %s may not write to the dataset %s: its access is %s, and WRITE or ADMIN is needed; nothing was written"
              .formatted(
                  account().credentialKeys(),
                  dataset,
                  state.access().isEmpty() ? "none" : state.access()));
    }
    return state;
  }

  /** Reads a list of datasets to its last page: {@code user/datasets/own}. */
  void each(String list, Consumer<DatasetState> dataset) {
    String next = "";
    do {
      Map<String, String> query = new LinkedHashMap<>();
      query.put("limit", PAGE);
      if (!next.isEmpty()) {
        query.put("next", next);
      }
      JsonNode page = json(Query.uri(account().url(), "/" + list, query), list);
      page.path("records").forEach(one -> DatasetState.of(one).ifPresent(dataset));
      String token = StrictJson.text(page, "nextPageToken");
      // A token that stays the same would lead round and round.
      next = token.equals(next) ? "" : token;
    } while (!next.isEmpty());
  }

  /** The message and the details, with the status. */
  @Override
  protected Optional<String> words(HttpAnswer answer) {
    return StrictJson.object(answer.body())
        .map(
            json ->
                Stream.of(StrictJson.text(json, "message"), StrictJson.text(json, "details"))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("; ")))
        .filter(words -> !words.isEmpty())
        .map(words -> answer.status() + " " + words);
  }

  /**
   * What an answer to a question means that is no success.
   *
   * @param what was asked for: a dataset
   */
  WritebackException problem(Authorised.Answered answered, String what) {
    String words = shown(answered.sent(), answered.answer());
    return switch (answered.answer().status()) {
      case NOT_FOUND ->
          new ConfigurationException(
              Code.UNKNOWN_OBJECT,
              "",
              "data.world has no %s, or does not show it to the user of %s (%s); ./writeback discover data-world lists the datasets"
                  .formatted(what, account().credentialKeys(), words));
      case FORBIDDEN -> forbidden(what, words);
      default -> problem(answered, Code.DESTINATION_UNAVAILABLE);
    };
  }

  WritebackException forbidden(String what, String words) {
    return new WritebackException(
        Code.DATASET_NOT_WRITABLE,
        "the user of %s has no right to %s: %s".formatted(account().credentialKeys(), what, words));
  }

  private JsonNode json(URI uri, String what) {
    Authorised.Answered answered = ask(uri);
    HttpAnswer answer = answered.answer();
    if (Outcome.of(answer.status()) != Outcome.ANSWERED) {
      throw problem(answered, what);
    }
    return StrictJson.object(answer.body())
        .orElseThrow(() -> foreign(place(answered.sent()), answer));
  }
}
