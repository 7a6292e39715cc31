package io.writeback.destination.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.auth.Authorised;
import io.writeback.belief.Belief;
import io.writeback.belief.Observation;
import io.writeback.belief.Probes;
import io.writeback.destination.rest.RestApi;
import io.writeback.http.HttpAnswer;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;

/** Finds out whether data.world is as we believe it is, by reading one dataset. */
final class DataWorldProbes {
  private static final Set<String> STATUSES = Set.of("NEW", "INPROGRESS", "LOADED", "SYSTEMERROR");
  private static final Set<String> ACCESS = Set.of("NONE", "DISCOVER", "READ", "WRITE", "ADMIN");

  /** A larger file is not fetched for a probe. */
  private static final long MOST_BYTES = 8L << 20;

  private static final String NO_DATASET = "writeback-probe-no-such-dataset";
  private static final int REDIRECTED = 3;

  private final DataWorldApi api;
  private final DatasetKey key;
  private Authorised.Answered dataset;

  DataWorldProbes(DataWorldApi api, DatasetKey key) {
    this.api = api;
    this.key = key;
  }

  Probes all() {
    return new Probes(Belief.of(DataWorldProbes.class))
        .with("DW-01", this::reached)
        .with("DW-02", this::files)
        .with("DW-03", this::sizes)
        .with("DW-04", () -> oneOf("accessLevel", ACCESS))
        .with("DW-05", () -> oneOf("status", STATUSES))
        .with("DW-06", this::unknownDataset)
        .with("DW-07", this::lists);
  }

  private Authorised.Answered asked() {
    if (dataset == null) {
      dataset = api.ask(api.dataset(key));
    }
    return dataset;
  }

  private JsonNode dataset() {
    return RestApi.json(asked()).orElseThrow(() -> api.problem(asked(), "dataset"));
  }

  private Observation reached() {
    return Observation.that(
        RestApi.json(asked()).flatMap(DatasetState::of).isPresent(),
        "dataset %s: %s",
        key,
        RestApi.status(asked()));
  }

  private Observation files() {
    JsonNode files = dataset().path("files");
    if (!files.isArray()) {
      return Observation.wrong("the dataset has no files");
    }
    for (JsonNode file : files) {
      if (!file.path("name").isTextual()
          || !file.path("sizeInBytes").isNumber()
          || !isInstant(file.path("updated").asText(""))) {
        return Observation.wrong("a file is %s", file);
      }
    }
    return files.isEmpty()
        ? Observation.unknown("the dataset has no file yet")
        : Observation.holds("%d files", files.size());
  }

  private static boolean isInstant(String text) {
    try {
      return Instant.parse(text) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private Observation sizes() {
    for (JsonNode file : dataset().path("files")) {
      long bytes = file.path("sizeInBytes").asLong(-1);
      if (bytes < 0 || bytes > MOST_BYTES) {
        continue;
      }
      String name = file.path("name").asText("");
      HttpAnswer answer = api.ask(api.download(key, name)).answer();
      if (answer.status() / 100 == REDIRECTED) {
        return Observation.unknown(
            "the download of %s leads to another address: a run follows it", name);
      }
      return Outcome.of(answer.status()) == Outcome.ANSWERED
          ? Observation.that(
              answer.body().length == bytes,
              "%s has %d bytes, sizeInBytes is %d",
              name,
              answer.body().length,
              bytes)
          : Observation.wrong("%s cannot be downloaded: status %d", name, answer.status());
    }
    return Observation.unknown("the dataset has no file of up to %d bytes", MOST_BYTES);
  }

  private Observation oneOf(String member, Set<String> known) {
    JsonNode found = dataset().path(member);
    return Observation.that(known.contains(found.asText("")), "%s is %s", member, found);
  }

  private Observation unknownDataset() {
    Authorised.Answered answered =
        api.ask(URI.create(api.dataset(key).toString().replaceFirst("[^/]+$", NO_DATASET)));
    return Observation.that(RestApi.isNotFound(answered), "%s", RestApi.status(answered));
  }

  private Observation lists() {
    Authorised.Answered answered =
        api.ask(URI.create(api.account().url() + "/user/datasets/own?limit=1"));
    JsonNode page =
        RestApi.json(answered)
            .orElseThrow(
                () ->
                    new WritebackException(Code.DESTINATION_UNAVAILABLE, RestApi.status(answered)));
    return Observation.that(
        page.path("records").isArray(), "%d of one asked for", page.path("records").size());
  }
}
