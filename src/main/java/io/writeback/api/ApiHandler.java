package io.writeback.api;

import io.writeback.config.Secret;
import io.writeback.ledger.AcceptedRun;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import io.writeback.trigger.Intake;
import io.writeback.trigger.RunOrder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the API answers: a pure function of the call, but for the ledger. */
final class ApiHandler {
  static final String RUNS = "/api/runs";
  static final String METRICS = "/metrics";
  private static final Pattern RUN =
      Pattern.compile(
          RUNS + "/(?<run>[A-Za-z0-9-]{1,40})(?:/(?<part>changes|changes\\.csv|approve|reject))?");
  private static final Set<String> ACTIONS = Set.of("approve", "reject");
  private static final String BEARER = "bearer ";

  private final Secret token;
  private final Intake intake;
  private final RunCalls runs;
  private final Consumer<LedgerException> broken;
  private final Supplier<String> metrics;

  /**
   * @param broken called when the ledger fails: the process cannot continue
   * @param metrics the figures in the text format of Prometheus
   */
  ApiHandler(
      Secret token,
      Intake intake,
      RunCalls runs,
      Consumer<LedgerException> broken,
      Supplier<String> metrics) {
    this.token = token;
    this.intake = intake;
    this.runs = runs;
    this.broken = broken;
    this.metrics = metrics;
  }

  /**
   * What is wrong with a call before its body is read; empty if nothing is.
   *
   * @param authorization null for none
   * @param contentType null for none
   */
  Optional<ApiResponse> refused(
      String method, String path, String authorization, String contentType) {
    if (!isAuthorised(authorization)) {
      return Optional.of(
          ApiResponse.refusal(
              401,
              Map.of("WWW-Authenticate", "Bearer realm=\"camel-writeback\""),
              Code.API_TOKEN,
              "the header Authorization: Bearer with the value of api.token is required"));
    }
    boolean accepts = path.equals(RUNS);
    Matcher run = RUN.matcher(path);
    if (!accepts && !path.equals(METRICS) && !run.matches()) {
      return Optional.of(
          ApiResponse.refusal(
              404,
              Code.API_CALL,
              "there are POST %1$s, GET %1$s/{run}, GET %1$s/{run}/changes and /changes.csv, POST %1$s/{run}/approve and /reject, and GET %2$s"
                  .formatted(RUNS, METRICS)));
    }
    boolean acts =
        run.matches() && run.group("part") != null && ACTIONS.contains(run.group("part"));
    String right = accepts || acts ? "POST" : "GET";
    if (!method.equals(right)) {
      return Optional.of(
          ApiResponse.refusal(405, Map.of("Allow", right), Code.API_CALL, "allowed is " + right));
    }
    if ((accepts || acts && contentType != null) && !isJson(contentType)) {
      return Optional.of(
          ApiResponse.refusal(415, Code.API_CALL, "Content-Type must be application/json"));
    }
    return Optional.empty();
  }

  /** In constant time: how long it takes does not reveal how much of the token is right. */
  private boolean isAuthorised(String authorization) {
    return authorization != null
        && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
        && MessageDigest.isEqual(
            authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
            token.reveal().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType
            .toLowerCase(Locale.ROOT)
            .matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
  }

  /** The answer to a call that is not refused. */
  ApiResponse answer(String path, byte[] body) {
    if (path.equals(METRICS)) {
      return ApiResponse.metrics(metrics.get());
    }
    try {
      Matcher run = RUN.matcher(path);
      return run.matches()
          ? answer(run.group("run"), Optional.ofNullable(run.group("part")).orElse(""), body)
          : accept(body);
    } catch (WritebackException refused) {
      return ApiResponse.refusal(refused);
    } catch (LedgerException e) {
      broken.accept(e);
      return ApiResponse.refusal(
          503, Code.LEDGER_FAILED, "the ledger cannot be read or written; nothing was accepted");
    }
  }

  private ApiResponse answer(String run, String part, byte[] body) {
    return switch (part) {
      case "" -> report(run);
      case "changes" -> new ApiResponse(200, Map.of(), Visible.text(runs.changes(run)));
      case "changes.csv" -> ApiResponse.csv(runs.changesFile(run), "changes-" + run + ".csv");
      case "approve" -> done(run, runs.approve(run, Approver.read(text(body))));
      case "reject" -> done(run, runs.reject(run, Approver.read(text(body))));
      default -> throw new IllegalArgumentException(part);
    };
  }

  private static ApiResponse done(String run, String state) {
    return ApiResponse.of(200, Map.of(), Map.of("run", run, "state", state));
  }

  private ApiResponse accept(byte[] body) {
    AcceptedRun accepted = intake.accept(RunOrder.read(text(body)));
    return ApiResponse.of(
        accepted.isNew() ? 202 : 200,
        Map.of("Location", RUNS + "/" + accepted.run().id()),
        Map.of("run", accepted.run().id(), "state", accepted.run().state().name()));
  }

  private static String text(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw new WritebackException(Code.BAD_REQUEST, "the request is not UTF-8", e);
    }
  }

  private ApiResponse report(String run) {
    return runs.report(run)
        .map(json -> new ApiResponse(200, Map.of(), json))
        .orElseGet(() -> ApiResponse.refusal(404, Code.UNKNOWN_RUN, "there is no run " + run));
  }
}
