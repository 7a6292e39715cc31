package io.writeback.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.trigger.Intake;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for calls of the API and for questions about health, each where the settings say.
 *
 * <p>On Vert.x itself, so that the time of a request, the form of every error and the headers of an
 * untrusted caller are decided here. A slow caller costs a connection and no thread, and a
 * connection has only so long for a request.
 */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final int MOST_LONG_ANSWERS = 32;
  private static final int MOST_HEADER_BYTES = 8_192;

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions()
              // One for the API and one for health: a flood of the one delays the other by nothing.
              .setEventLoopPoolSize(2)
              .setFileSystemOptions(
                  new FileSystemOptions()
                      .setFileCachingEnabled(false)
                      .setClassPathResolvingEnabled(false)));

  private final Port callers;
  private final Port watchers;
  private final int maxBodyBytes;

  private ApiServer(ApiSettings settings, ConnectionBudget.Limits limits) {
    this.maxBodyBytes = settings.maxBodyBytes();
    this.callers = new Port(new Workers(vertx, "writeback-api", 8), limits);
    this.watchers = new Port(new Workers(vertx, "writeback-health", 2), limits);
    vertx.exceptionHandler(ApiServer::logUnlessFatal);
  }

  /**
   * Starts to listen, if the settings say so.
   *
   * @param broken called when the ledger fails
   * @param site the pages beside the API, if there are any
   * @param metrics the figures in the text format of Prometheus
   */
  public static Optional<ApiServer> start(
      ApiSettings settings,
      Intake intake,
      RunCalls runs,
      Consumer<LedgerException> broken,
      Health health,
      Optional<Site> site,
      Supplier<String> metrics) {
    return start(
        settings, intake, runs, broken, health, site, metrics, ConnectionBudget.Limits.USUAL);
  }

  static Optional<ApiServer> start(
      ApiSettings settings,
      Intake intake,
      RunCalls runs,
      Consumer<LedgerException> broken,
      Health health,
      Optional<Site> site,
      Supplier<String> metrics,
      ConnectionBudget.Limits limits) {
    if (settings.token().isEmpty() && site.isEmpty() && settings.healthPort().isEmpty()) {
      return Optional.empty();
    }
    ApiServer server = new ApiServer(settings, limits);
    try {
      Optional<ApiHandler> calls =
          settings.token().map(token -> new ApiHandler(token, intake, runs, broken, metrics));
      if (calls.isPresent() || site.isPresent()) {
        server.callers.listen(
            settings.host(), settings.port(), settings.tls(), server.router(calls, site));
      }
      settings
          .healthPort()
          .ifPresent(
              port ->
                  server.watchers.listen(
                      "127.0.0.1",
                      port,
                      Optional.empty(),
                      request -> server.health(health, metrics, request)));
      return Optional.of(server);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  /** Calls of the API never reach the pages, nor what these need of a request. */
  private Router router(Optional<ApiHandler> calls, Optional<Site> site) {
    Router router = Router.router(vertx);
    calls.ifPresent(
        api -> {
          Handler<RoutingContext> handler = request -> call(api, request.request());
          router.route(site.isPresent() ? "/api/*" : "/*").handler(handler);
          router.route(ApiHandler.METRICS).handler(handler);
        });
    if (site.isPresent()) {
      router
          .route("/api/*")
          .handler(
              request ->
                  callers.refuse(
                      request.request(),
                      ApiResponse.refusal(
                          404, Code.API_CALL, "there is no API here: api.token is not set")));
      router
          .route()
          .handler(
              request -> {
                HttpServerRequest asked = request.request();
                request.addEndHandler(ended -> callers.connections.answered(asked.connection()));
                if (!hasBody(asked)) {
                  callers.connections.brought(asked.connection());
                }
                request.next();
              });
      site.get().mount(router, new Pages(callers));
    }
    return router;
  }

  private static boolean hasBody(HttpServerRequest request) {
    return request.getHeader("Content-Length") != null
        || request.getHeader("Transfer-Encoding") != null;
  }

  private void call(ApiHandler calls, HttpServerRequest request) {
    Optional<ApiResponse> refused =
        calls.refused(
            request.method().name(),
            request.path() == null ? "" : request.path(),
            request.getHeader("Authorization"),
            request.getHeader("Content-Type"));
    if (refused.isPresent()) {
      // Its body is not read: the connection ends with the answer.
      callers.refuse(request, refused.get());
      return;
    }
    Buffer body = Buffer.buffer();
    request.exceptionHandler(failed -> LOG.debug("a request broke off: {}", failed.toString()));
    request.handler(
        part -> {
          if (body.length() + part.length() > maxBodyBytes) {
            request.handler(rest -> {});
            request.endHandler(ended -> {});
            callers.refuse(
                request,
                ApiResponse.refusal(
                    413, Code.REQUEST_TOO_LARGE, "api.max-body-bytes is " + maxBodyBytes));
          } else {
            body.appendBuffer(part);
          }
        });
    request.endHandler(
        ended -> callers.work(request, () -> calls.answer(request.path(), body.getBytes())));
  }

  private void health(Health health, Supplier<String> metrics, HttpServerRequest request) {
    if (!request.method().name().equals("GET")) {
      watchers.refuse(
          request,
          ApiResponse.refusal(405, Map.of("Allow", "GET"), Code.API_CALL, "allowed is GET"));
      return;
    }
    switch (String.valueOf(request.path())) {
      case "/health/live" -> watchers.respond(request, health.live(), false);
      case "/health/ready" -> watchers.work(request, health::ready);
      case ApiHandler.METRICS -> watchers.work(request, () -> ApiResponse.metrics(metrics.get()));
      default ->
          watchers.refuse(
              request,
              ApiResponse.refusal(
                  404, Code.API_CALL, "there are /health/live, /health/ready and /metrics"));
    }
  }

  /** A port with connections and threads of its own: a flood of the other does not delay it. */
  private final class Port {
    private final ConnectionBudget connections;
    private final Workers workers;

    Port(Workers workers, ConnectionBudget.Limits limits) {
      this.workers = workers;
      this.connections = new ConnectionBudget(vertx, limits);
    }

    void listen(
        String host, int port, Optional<ApiSettings.Tls> tls, Handler<HttpServerRequest> handler) {
      HttpServerOptions options =
          new HttpServerOptions()
              .setHost(host)
              .setPort(port)
              .setMaxHeaderSize(MOST_HEADER_BYTES)
              .setHttp2ClearTextEnabled(false)
              .setDecompressionSupported(false);
      tls.ifPresent(
          files ->
              options
                  .setSsl(true)
                  .setKeyCertOptions(
                      new PemKeyCertOptions()
                          .setCertPath(files.certificate().toString())
                          .setKeyPath(files.key().toString())));
      try {
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::opened)
            .requestHandler(handler)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
      } catch (CompletionException e) {
        throw new WritebackException(
            Code.API_FAILED,
            "cannot listen at %s:%d: %s; is the port in use?"
                .formatted(host, port, e.getCause().getMessage()),
            e);
      }
    }

    void work(HttpServerRequest request, Callable<ApiResponse> work) {
      connections.brought(request.connection());
      workers
          .work(work)
          .onComplete(
              done -> {
                if (done.succeeded()) {
                  respond(request, done.result(), false);
                } else if (done.cause() instanceof Site.Busy) {
                  respond(request, busy(), false);
                } else {
                  logUnlessFatal(done.cause());
                  refuse(
                      request,
                      ApiResponse.refusal(
                          500, Code.INTERNAL, "an internal error in camel-writeback; see its log"));
                }
              });
    }

    private static ApiResponse busy() {
      return ApiResponse.refusal(
          429, Map.of("Retry-After", "1"), Code.API_BUSY, "too many requests are in progress");
    }

    /** Answers, and ends the connection. */
    void refuse(HttpServerRequest request, ApiResponse answer) {
      respond(request, answer, true);
    }

    void respond(HttpServerRequest request, ApiResponse answer, boolean last) {
      HttpServerResponse response = request.response();
      if (response.ended() || response.closed()) {
        remove(answer);
        return;
      }
      response.setStatusCode(answer.status());
      response.putHeader("Content-Type", "application/json");
      response.putHeader("Cache-Control", "no-store");
      response.putHeader("X-Content-Type-Options", "nosniff");
      answer.headers().forEach(response::putHeader);
      if (last) {
        response.putHeader("Connection", "close");
      }
      if (answer.file() != null) {
        connections.keep(request.connection());
      }
      Future<Void> sending =
          answer.file() == null
              ? response.end(answer.body())
              : response.sendFile(answer.file().toString());
      sending.onComplete(
          sent -> {
            remove(answer);
            if (last) {
              request.connection().close();
            } else {
              connections.answered(request.connection());
            }
          });
    }
  }

  private void remove(ApiResponse answer) {
    if (answer.file() != null) {
      vertx.fileSystem().delete(answer.file().toString());
    }
  }

  /** What the pages need: threads of their own, so that neither keeps the other waiting. */
  private final class Pages implements Site.Host {
    private final Port port;
    private final Workers workers = new Workers(vertx, "writeback-console", 4);
    private final AtomicInteger longAnswers = new AtomicInteger();

    Pages(Port port) {
      this.port = port;
    }

    @Override
    public Vertx vertx() {
      return vertx;
    }

    @Override
    public void brought(RoutingContext request) {
      port.connections.brought(request.request().connection());
    }

    @Override
    public <T> Future<T> work(Callable<T> work) {
      return workers.work(work);
    }

    @Override
    public boolean keep(RoutingContext request) {
      if (longAnswers.incrementAndGet() > MOST_LONG_ANSWERS) {
        longAnswers.decrementAndGet();
        return false;
      }
      request.addEndHandler(ended -> longAnswers.decrementAndGet());
      port.connections.keep(request.request().connection());
      return true;
    }
  }

  private static void logUnlessFatal(Throwable failure) {
    if (!FatalErrors.caught(failure)) {
      LOG.error("an API call failed", failure);
    }
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
