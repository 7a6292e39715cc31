package io.writeback.sandbox.dataworld;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers the calls of the data.world API.
 *
 * <p>The order of the checks: token, path and method, dataset, permission, name, size.
 */
final class DataWorldService implements Endpoint {
  private static final Set<String> OTHERS =
      Set.of("download", "streams", "projects", "insights", "queries", "sql", "sparql", "webhooks");

  private final Datasets datasets;
  private final ApiToken token;
  private final Uploads uploads;
  private final Supplier<DataWorldKnobs> knobs;

  DataWorldService(
      Datasets datasets, ApiToken token, Uploads uploads, Supplier<DataWorldKnobs> knobs) {
    this.datasets = datasets;
    this.token = token;
    this.uploads = uploads;
    this.knobs = knobs;
  }

  @Override
  public Response answer(Request request) throws IOException {
    try {
      token.check(request);
      return route(request);
    } catch (DataWorldRefusal e) {
      return e.response();
    }
  }

  private Response route(Request request) throws IOException, DataWorldRefusal {
    ApiPath path = ApiPath.of(request.target(), "/v0/");
    if (isOther(request, path)) {
      throw DataWorldRefusal.notImitated(request.method() + " " + request.path());
    }
    switch (path.part(0)) {
      case "user":
        return list(request, path);
      case "datasets":
        if (path.size() == 2) {
          return page("datasets/" + path.part(1), datasets.ownedBy(path.part(1)), request);
        }
        if (path.size() == 3) {
          Dataset dataset = granted(path, AccessLevel.DISCOVER);
          return json(DatasetAnswer.of(dataset, knobs.get()));
        }
        break;
      case "uploads":
        if (path.size() >= 5 && path.part(3).equals("files")) {
          require(request, "PUT");
          return uploads.receive(granted(path, AccessLevel.WRITE), path.from(4), request);
        }
        break;
      case "file_download":
        if (path.size() >= 4) {
          require(request, "GET");
          return download(granted(path, AccessLevel.READ), path.from(3));
        }
        break;
      default:
    }
    throw DataWorldRefusal.notFound(request.path());
  }

  /** Whether data.world has this call and the sandbox does not. */
  private static boolean isOther(Request request, ApiPath path) {
    return switch (path.part(0)) {
      case "user" -> !path.part(1).equals("datasets");
      case "datasets" -> path.size() > 3 || !request.method().equals("GET");
      case "uploads" -> path.size() == 4 && request.method().equals("POST");
      default -> OTHERS.contains(path.part(0));
    };
  }

  private Response list(Request request, ApiPath path) throws DataWorldRefusal {
    String name = path.from(0);
    List<Dataset> list =
        switch (name) {
          case "user/datasets/own" -> datasets.own();
          case "user/datasets/contributing" -> datasets.contributing();
          case "user/datasets/liked" -> List.of();
          default -> throw DataWorldRefusal.notFound(request.path());
        };
    require(request, "GET");
    return page(name, list, request);
  }

  private Response page(String name, List<Dataset> list, Request request) throws DataWorldRefusal {
    return json(Page.of(name, request.query()).answer(list, knobs.get()));
  }

  /** The dataset named in the path, if the caller has the required access. */
  private Dataset granted(ApiPath path, AccessLevel needed) throws DataWorldRefusal {
    Dataset dataset =
        datasets
            .find(path.part(1), path.part(2))
            .filter(found -> found.accessLevel().allows(AccessLevel.DISCOVER))
            .orElseThrow(
                () -> DataWorldRefusal.notFound("Dataset " + path.part(1) + "/" + path.part(2)));
    if (!dataset.accessLevel().allows(needed)) {
      throw DataWorldRefusal.forbidden(dataset.key(), needed);
    }
    return dataset;
  }

  private static Response download(Dataset dataset, String name) throws DataWorldRefusal {
    StoredFile file =
        dataset.downloaded(name).orElseThrow(() -> DataWorldRefusal.notFound("File " + name));
    return bytes(file);
  }

  /** The bytes as they were uploaded. */
  static Response bytes(StoredFile file) {
    return Response.stream(
        200, "application/octet-stream", out -> Files.copy(file.body().path(), out));
  }

  private static void require(Request request, String method) throws DataWorldRefusal {
    if (!request.method().equals(method)) {
      throw DataWorldRefusal.notAllowed(request.method());
    }
  }

  private static Response json(JsonNode body) {
    return Response.text(200, "application/json;charset=UTF-8", Json.write(body));
  }
}
