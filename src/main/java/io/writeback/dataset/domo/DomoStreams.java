package io.writeback.dataset.domo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.dataset.Column;
import io.writeback.dataset.Schema;
import io.writeback.http.HttpRequest;
import io.writeback.http.Query;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Appends rows to DataSets of our own by Domo's Stream API (developer.domo.com, "Stream API"): an
 * execution is begun, its parts are uploaded, and they are appended together when it is committed.
 *
 * <p>A request that creates or commits something is sent once: if its answer is lost, the caller
 * asks what became of it.
 */
public final class DomoStreams {
  private static final String STREAMS = "/v1/streams";
  private static final int PAGE = DomoClient.MOST_LISTED;
  private static final Set<String> FAILED =
      Set.of("FAILED", "ERROR", "ABORTED", "INVALIDATED", "CANCELLED");

  private final DomoClient domo;

  public DomoStreams(DomoClient domo) {
    this.domo = domo;
  }

  /** How far Domo is with an execution. */
  public enum State {
    /** Not committed, or committed and still being appended. */
    ACTIVE,
    APPENDED,
    FAILED
  }

  /**
   * The stream of the DataSet with a name; it is created if there is no DataSet of that name.
   *
   * @throws WritebackException WB-544 if a DataSet of that name is not ours, or there are several
   */
  public long open(String name, String description, Schema schema) {
    Optional<String> dataset = find(name, schema);
    if (dataset.isEmpty()) {
      return create(name, description, schema);
    }
    OptionalLong stream = streamOf(dataset.get());
    return stream.orElseThrow(
        () ->
            new WritebackException(
                Code.RESULTS_UNDELIVERED,
                "Domo has a DataSet \"%s\" that no stream fills: rename it, or choose another name"
                    .formatted(name)));
  }

  private Optional<String> find(String name, Schema schema) {
    String found = null;
    for (int offset = 0; ; offset += PAGE) {
      List<DomoDataset> page = domo.list(name, PAGE, offset);
      for (DomoDataset dataset : page) {
        if (dataset.name().equals(name)) {
          if (found != null) {
            throw new WritebackException(
                Code.RESULTS_UNDELIVERED,
                "Domo has several DataSets \"%s\": rename all but one, or choose another name"
                    .formatted(name));
          }
          found = dataset.id();
        }
      }
      if (page.size() < PAGE) {
        break;
      }
    }
    if (found != null) {
      List<String> names = domo.metadata(found).schema().names();
      // Domo adds columns of its own to what is appended.
      if (names.size() < schema.size() || !names.subList(0, schema.size()).equals(schema.names())) {
        throw new WritebackException(
            Code.RESULTS_UNDELIVERED,
            "the DataSet \"%s\" has the columns %s and not %s, so it is not one of results: choose another name"
                .formatted(name, names, schema.names()));
      }
    }
    return Optional.ofNullable(found);
  }

  private OptionalLong streamOf(String dataset) {
    JsonNode found =
        domo.json(
            "the stream of DataSet " + dataset,
            HttpRequest.get(
                Query.uri(
                    domo.account().url(),
                    STREAMS + "/search",
                    Map.of("q", "dataSource.id:" + dataset)),
                "application/json"));
    for (JsonNode stream : found) {
      if (stream.at("/dataSet/id").asText("").equals(dataset)) {
        return OptionalLong.of(id(stream, "the stream of DataSet " + dataset));
      }
    }
    return OptionalLong.empty();
  }

  private long create(String name, String description, Schema schema) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode dataset = body.putObject("dataSet");
    dataset.put("name", name).put("description", description);
    ArrayNode columns = dataset.putObject("schema").putArray("columns");
    for (Column column : schema.columns()) {
      columns.addObject().put("type", column.type().name()).put("name", column.name());
    }
    body.put("updateMethod", "APPEND");
    String what = "the creation of DataSet \"" + name + "\"";
    return id(domo.jsonOnce(what, json("POST", STREAMS, body.toString())), what);
  }

  /** Begins an execution; until it is committed, nothing of it is seen. */
  public long begin(long stream) {
    String what = "an execution of " + what(stream);
    return id(domo.jsonOnce(what, json("POST", executions(stream), "{}")), what);
  }

  /**
   * Uploads a part; the same part again replaces it.
   *
   * @param part from 1
   * @param csv rows without header
   */
  public void upload(long stream, long execution, int part, byte[] csv) {
    domo.json(
        "part %d for %s".formatted(part, what(stream)),
        new HttpRequest(
            "PUT",
            Query.uri(domo.account().url(), of(stream, execution) + "/part/" + part, Map.of()),
            Map.of("Content-Type", "text/csv", "Accept", "application/json"),
            csv));
  }

  /**
   * Lets Domo append the parts of an execution.
   *
   * @return what Domo says of it
   * @throws WritebackException if it is not known to be committed; {@link #state} then says more
   */
  public State commit(long stream, long execution) {
    return state(
        domo.jsonOnce(
            "the commit for " + what(stream), json("PUT", of(stream, execution) + "/commit", "")),
        stream);
  }

  public State state(long stream, long execution) {
    return state(
        domo.json(
            "the state of an execution of " + what(stream),
            HttpRequest.get(
                Query.uri(domo.account().url(), of(stream, execution), Map.of()),
                "application/json")),
        stream);
  }

  private State state(JsonNode execution, long stream) {
    String word = execution.path("currentState").asText("");
    return switch (word) {
      case "ACTIVE" -> State.ACTIVE;
      case "SUCCESS" -> State.APPENDED;
      default -> {
        if (FAILED.contains(word)) {
          yield State.FAILED;
        }
        throw domo.shapeless(
            "an execution of %s in the state \"%s\"".formatted(what(stream), word));
      }
    };
  }

  private long id(JsonNode answer, String what) {
    JsonNode id = answer.path("id");
    if (!id.isIntegralNumber()) {
      throw domo.shapeless(what);
    }
    return id.asLong();
  }

  private HttpRequest json(String method, String path, String body) {
    return HttpRequest.json(
        method,
        Query.uri(domo.account().url(), path, Map.of()),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String executions(long stream) {
    return "%s/%d/executions".formatted(STREAMS, stream);
  }

  private static String of(long stream, long execution) {
    return "%s/%d".formatted(executions(stream), execution);
  }

  private static String what(long stream) {
    return "Domo stream " + stream;
  }
}
