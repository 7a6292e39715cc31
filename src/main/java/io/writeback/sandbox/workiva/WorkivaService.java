package io.writeback.sandbox.workiva;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Answers the calls of the Workiva API.
 *
 * <p>The order of the checks: rate, version, token and scope, spreadsheet, sheet, access,
 * parameters, body, conflict.
 */
final class WorkivaService implements Endpoint {
  private static final String JSON = "application/json;charset=UTF-8";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Spreadsheets spreadsheets;
  private static final String OLDER_VERSION = "2022-01-01";

  /** Those of version 2022-01-01, and of the regions of the first spreadsheets API. */
  private static final Pattern OLDER_PATHS = Pattern.compile("/platform/v1/.*|/spreadsheets/v1/.*");

  /**
   * Calls of this version that the sandbox does not have, without the variable parts of their
   * paths.
   */
  private static final Pattern OTHERS =
      Pattern.compile(
          "POST spreadsheets//sheets"
              + "|[A-Z]+ spreadsheets//sheets//(?:update|sheetdata|dataset)"
              + "|[A-Z]+ spreadsheets//(?:datasets|links|filters)/"
              + "|GET operations//\\w+");

  private final WorkivaTokens tokens;
  private final Operations operations;
  private final RateLimit rate;
  private final InstantSource clock;
  private final Supplier<WorkivaKnobs> knobs;

  WorkivaService(
      Spreadsheets spreadsheets,
      WorkivaTokens tokens,
      Operations operations,
      InstantSource clock,
      Supplier<WorkivaKnobs> knobs) {
    this.spreadsheets = spreadsheets;
    this.tokens = tokens;
    this.operations = operations;
    this.rate = new RateLimit(clock, knobs);
    this.clock = clock;
    this.knobs = knobs;
  }

  @Override
  public Response answer(Request request) {
    try {
      rate.check();
      return WorkivaTokens.isPath(request.path()) ? tokens.grant(request) : call(request);
    } catch (WorkivaRefusal e) {
      return e.response();
    }
  }

  private Response call(Request request) throws WorkivaRefusal {
    String version = request.header("X-Version").orElse("");
    if (version.equals(OLDER_VERSION) || OLDER_PATHS.matcher(request.path()).matches()) {
      throw WorkivaRefusal.notImitated("other versions of the API than " + WorkivaRefusal.VERSION);
    }
    if (!version.equals(WorkivaRefusal.VERSION)) {
      throw WorkivaRefusal.badRequest(
          "X-Version", "X-Version has to be " + WorkivaRefusal.VERSION + ", not " + version);
    }
    List<String> path = List.of(request.path().substring(1).split("/", -1));
    String form = form(request.method(), path);
    tokens.check(request, scope(form));
    operations.settle();
    return switch (form) {
      case "GET spreadsheets" -> json(ListAnswer.spreadsheets(request, listed()));
      case "GET spreadsheets/" -> {
        Query.of(request);
        yield json(ListAnswer.spreadsheet(spreadsheet(path)));
      }
      case "GET spreadsheets//sheets" -> json(ListAnswer.sheets(request, spreadsheet(path)));
      case "GET spreadsheets//sheets/" -> {
        Query.of(request);
        yield json(ListAnswer.sheet(spreadsheet(path), sheet(path)));
      }
      case "GET spreadsheets//sheets//values/" -> values(request, sheet(path).grid(), path.get(5));
      case "PUT spreadsheets//sheets//values/" -> put(request, path);
      case "GET operations/" -> operation(request, path.get(1));
      default -> {
        String call = request.method() + " " + request.path();
        throw OTHERS.matcher(form).matches()
            ? WorkivaRefusal.notImitated(call)
            : WorkivaRefusal.notFound(call);
      }
    };
  }

  /** The method and the path without its variable parts. */
  private static String form(String method, List<String> path) {
    StringBuilder form = new StringBuilder(method).append(' ');
    for (int i = 0; i < path.size(); i++) {
      form.append(i == 0 ? "" : "/").append(i % 2 == 0 ? path.get(i) : "");
    }
    return form.toString();
  }

  private static String scope(String form) {
    if (form.contains(" operations/")) {
      return "";
    }
    return form.startsWith("GET ") ? WorkivaTokens.READ : WorkivaTokens.WRITE;
  }

  /** Workiva, limits: 10 MB. The response above that limit is undocumented. */
  private Response values(Request request, Grid grid, String range) throws WorkivaRefusal {
    String body = Json.write(ValuesAnswer.of(request, grid, range, knobs.get()));
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > knobs.get().maxAnswerBytes()) {
      throw WorkivaRefusal.internal(
          "The answer has %d bytes, the limit is %d"
              .formatted(bytes, knobs.get().maxAnswerBytes()));
    }
    return Response.text(200, JSON, body);
  }

  private Response put(Request request, List<String> path) throws WorkivaRefusal {
    Spreadsheet spreadsheet = spreadsheet(path);
    Sheet sheet = sheet(path);
    if (spreadsheet.access() == Spreadsheet.Access.READ) {
      throw WorkivaRefusal.forbidden(
          spreadsheet.id(), "You do not have permission to edit this spreadsheet");
    }
    Query.of(request);
    Operation operation =
        operations.accept(Write.read(spreadsheet, sheet, path.get(5), request, knobs.get()));
    String host = knobs.get().absoluteLocation() ? NextLink.host(request) : "";
    return wait(Response.empty(202).with("Location", host + "/operations/" + operation.id()));
  }

  private Response operation(Request request, String id) throws WorkivaRefusal {
    Query.of(request);
    Operations.Polled polled = operations.poll(id);
    Response response = json(polled.json());
    return polled.isOver() ? response : wait(response);
  }

  /** With Retry-After; a date has no fractions and is rounded up. */
  private Response wait(Response response) {
    int seconds = knobs.get().retryAfterSeconds();
    return switch (knobs.get().retryAfterForm()) {
      case "seconds" -> response.with("Retry-After", String.valueOf(seconds));
      case "date" ->
          response.with(
              "Retry-After",
              HTTP_DATE.format(
                  clock
                      .instant()
                      .plusSeconds(seconds)
                      .plusMillis(999)
                      .truncatedTo(ChronoUnit.SECONDS)));
      default -> response;
    };
  }

  private List<Spreadsheet> listed() {
    return spreadsheets.all().stream()
        .filter(spreadsheet -> spreadsheet.access() != Spreadsheet.Access.NONE)
        .toList();
  }

  private Spreadsheet spreadsheet(List<String> path) throws WorkivaRefusal {
    String id = path.get(1);
    Spreadsheet spreadsheet =
        spreadsheets.find(id).orElseThrow(() -> WorkivaRefusal.notFound("Spreadsheet " + id));
    if (spreadsheet.access() == Spreadsheet.Access.NONE) {
      throw knobs.get().noAccessIs404()
          ? WorkivaRefusal.notFound("Spreadsheet " + id)
          : WorkivaRefusal.forbidden(id, "You do not have permission to view this spreadsheet");
    }
    return spreadsheet;
  }

  private Sheet sheet(List<String> path) throws WorkivaRefusal {
    String id = path.get(3);
    return spreadsheet(path).sheet(id).orElseThrow(() -> WorkivaRefusal.notFound("Sheet " + id));
  }

  private static Response json(ObjectNode body) {
    return Response.text(200, JSON, Json.write(body));
  }
}
