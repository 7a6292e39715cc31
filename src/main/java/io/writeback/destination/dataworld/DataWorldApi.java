package io.writeback.destination.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.auth.Credentials;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.Http;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The API for one account: its addresses, our credentials there, and its reads. */
final class DataWorldApi extends RestApi<DataWorldAccount> {
  /** data.world API, lists: the most datasets of a page. */
  private static final String PAGE = "100";

  private final InstantSource clock;

  DataWorldApi(DataWorldAccount account, Http http, Credentials credentials, InstantSource clock) {
    super(account, http, credentials);
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

  /** Compares the files of a dataset with one that was sent. */
  FileProof proof(DatasetKey dataset, long bytes, String sha256) {
    return new FileProof(this, http(), dataset, bytes, sha256);
  }

  static HttpRequest get(URI uri) {
    return HttpRequest.get(uri, "application/json");
  }

  /**
   * A dataset as it is now.
   *
   * @throws WritebackException if there is none, or data.world cannot be asked
   */
  DatasetState read(DatasetKey dataset) {
    URI uri = dataset(dataset);
    return DatasetState.of(json(uri, "dataset " + dataset))
        .orElseThrow(() -> DataWorldFailure.noJson(account(), uri));
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
                  account().tokenKey(),
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
      String token = Json.text(page, "nextPageToken");
      // A token that stays the same would lead round and round.
      next = token.equals(next) ? "" : token;
    } while (!next.isEmpty());
  }

  private JsonNode json(URI uri, String what) {
    Authorised.Answered answered = ask(uri);
    HttpAnswer answer = answered.answer();
    if (Outcome.of(answer.status()) != Outcome.ANSWERED) {
      throw DataWorldFailure.of(account(), answered.sent(), answer, what);
    }
    return Json.object(answer.body()).orElseThrow(() -> DataWorldFailure.noJson(account(), uri));
  }

  /**
   * What GET is answered with, whatever it is.
   *
   * @throws WritebackException if there is no answer
   */
  Authorised.Answered ask(URI uri) {
    return ask(get(uri));
  }
}
