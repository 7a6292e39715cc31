package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.writeback.api.ApiSettings;
import io.writeback.api.Site;
import io.writeback.config.Configuration;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerAddress;
import io.writeback.run.Downloads;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor sees when too much is in progress. */
@Timeout(60)
final class BusyConsoleTest {
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;
  private Ledger ledger;

  /** Too much is in progress already. */
  private final class BusyHost implements Site.Host {
    @Override
    public Vertx vertx() {
      return vertx;
    }

    @Override
    public void brought(RoutingContext request) {}

    @Override
    public <T> Future<T> work(Callable<T> work) {
      return Future.failedFuture(new Site.Busy());
    }

    @Override
    public boolean keep(RoutingContext request) {
      return false;
    }
  }

  @BeforeEach
  void listen(@TempDir Path folder) throws Exception {
    Configuration keys = new Configuration(folder, "", Map.of("console.enabled", "true"), Map.of());
    Router router = Router.router(vertx);
    ledger = Ledger.open(new LedgerAddress.InDirectory(folder), InstantSource.system());
    new Console(
            ConsoleSettings.of(keys, "127.0.0.1", false),
            ApiSettings.of(keys),
            ledger,
            null,
            new Catalogue(List.of(), List.of()),
            null,
            null,
            new Downloads(folder.resolve("downloads")),
            InstantSource.system())
        .mount(router, new BusyHost());
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get();
    ledger.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
  }

  private static void saysSo(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body()).contains("Too much at once", "nothing was done about this one");
  }

  @Test
  void a_page_a_stream_and_a_download_say_so() throws Exception {
    saysSo(send(request("/")));
    saysSo(send(request("/runs/x/live")));
    saysSo(send(request("/runs/x/rejects.csv")));
  }

  @Test
  void a_form_without_its_token_is_refused_all_the_same() throws Exception {
    HttpResponse<String> answer =
        send(request("/writebacks/plans/run").POST(BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void other_files_of_a_page_come_at_once() throws Exception {
    Matcher style =
        Pattern.compile("href=\"(/assets/console.css[^\"]*)\"").matcher(send(request("/")).body());
    assertThat(style.find()).isTrue();

    assertThat(send(request(style.group(1))).statusCode()).isEqualTo(200);
  }
}
