package io.writeback.camel.pipeline;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.writeback.batch.Batch;
import io.writeback.batch.BatchAggregator;
import io.writeback.batch.BatchWatch;
import io.writeback.batch.FakeBook;
import io.writeback.batch.ResumePoint;
import io.writeback.dataset.Row;
import io.writeback.destination.Exchange;
import io.writeback.destination.FakePlan;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.http.Governor;
import io.writeback.http.Http;
import io.writeback.http.HttpLimits;
import io.writeback.http.HttpRequest;
import io.writeback.http.RetryPolicy;
import io.writeback.process.MemoryBudget;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The routes behind every sink by themselves: no run, no ledger, a destination over HTTP. */
final class PipelineRoutesTest extends CamelTestSupport {
  private static final RetryPolicy THREE_TRIES =
      new RetryPolicy(3, 3, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  private final WireMockServer destination = new WireMockServer(options().dynamicPort());
  private final Http http = new Http(HttpLimits.STANDARD, THREE_TRIES, new Governor());
  private final Notes book = new Notes();

  @Override
  protected RoutesBuilder createRouteBuilder() {
    return new PipelineRoutes(http, BatchWatch.NONE);
  }

  @BeforeEach
  void start() {
    destination.start();
    destination.stubFor(any(anyUrl()).willReturn(ok("taken")));
    http.admit(URI.create(destination.baseUrl()), 4, true);
  }

  @AfterEach
  void stop() throws Exception {
    destination.stop();
    http.close();
  }

  /** What the routes expect as their body: something with batches. */
  public record Rows(Iterator<Batch> batches) {}

  private void send(long rows) {
    sendBody(
        PipelineRoutes.BATCHES,
        new Rows(
            new BatchAggregator(
                book,
                LongStream.rangeClosed(1, rows)
                    .mapToObj(row -> new Row(row, List.of("key " + row + ";", "value")))
                    .iterator(),
                new OverHttp(destination.baseUrl()),
                row -> false,
                ResumePoint.BEGINNING,
                new MemoryBudget(Long.MAX_VALUE))));
  }

  private List<LoggedRequest> requests() {
    return destination.findAll(anyRequestedFor(anyUrl()));
  }

  @Test
  void every_batch_of_a_run_is_sent_once_and_settled_once() {
    send(250);

    assertThat(requests()).hasSize(3);
    assertThat(book.settled)
        .extracting(Batch::number, batch -> batch.verdict().confirmed())
        .containsExactlyInAnyOrder(tuple(0, 100L), tuple(1, 100L), tuple(2, 50L));
  }

  @Test
  void a_request_that_failed_is_authorised_and_sent_again_alone() {
    destination.stubFor(
        any(anyUrl())
            .withRequestBody(containing("key 1;"))
            .inScenario("down once")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("up"));

    send(250);

    assertThat(requests()).hasSize(4);
    assertThat(requests())
        .filteredOn(request -> request.getBodyAsString().contains("key 1;"))
        .extracting(request -> request.getHeader("Authorization"))
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(book.settled).extracting(batch -> batch.verdict().inDoubt()).containsOnly(0L);
  }

  @Test
  void a_batch_whose_connections_are_all_cut_is_in_doubt_and_the_others_are_confirmed() {
    destination.stubFor(
        any(anyUrl())
            .withRequestBody(containing("key 101;"))
            .willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));

    send(300);

    assertThat(requests()).hasSize(2 + THREE_TRIES.tries());
    assertThat(book.settled)
        .filteredOn(batch -> batch.number() == 1)
        .singleElement()
        .satisfies(batch -> assertThat(batch.verdict().inDoubt()).isEqualTo(100));
    assertThat(book.settled)
        .filteredOn(batch -> batch.number() != 1)
        .extracting(batch -> batch.verdict().confirmed())
        .containsExactly(100L, 100L);
  }

  @Test
  void a_batch_that_cannot_be_recorded_is_reported_and_its_place_is_free_again() {
    book.unsettled = 0;

    send(1_000);

    assertThat(book.broken).hasMessage("the ledger is away");
    assertThat(book.settled).extracting(Batch::number).doesNotContain(0).hasSize(9);
  }

  @Test
  void no_header_of_camel_reaches_the_destination() {
    send(1);

    assertThat(requests())
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.getHeaders().keys())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"))
                    .noneMatch(name -> name.equalsIgnoreCase("breadcrumbId")));
  }

  /** Gives each request other credentials, and refuses what is not a success. */
  private static final class OverHttp extends FakePlan {
    private final URI uri;
    private final AtomicInteger authorised = new AtomicInteger();

    OverHttp(String url) {
      super(HUNDRED, FakePlan::taken);
      uri = URI.create(url + "/things");
    }

    @Override
    public Exchange write(Work work) {
      String body = String.join(",", work.records().stream().map(Record::key).toList());
      return new Exchange(
          HttpRequest.json("PUT", uri, body.getBytes(StandardCharsets.UTF_8)),
          (sent, answer) -> {
            if (answer.status() != 200) {
              throw Http.failure(sent, answer);
            }
            return taken(work.records());
          });
    }

    @Override
    public HttpRequest authorise(HttpRequest request) {
      return request.withHeader("Authorization", "call " + authorised.incrementAndGet());
    }
  }

  /** Keeps what was settled. */
  private static final class Notes extends FakeBook {
    private final ConcurrentLinkedQueue<Batch> settled = new ConcurrentLinkedQueue<>();
    private int unsettled = -1;
    private volatile Throwable broken;

    @Override
    public void settle(Batch batch) {
      if (batch.number() == unsettled) {
        throw new IllegalStateException("the ledger is away");
      }
      settled.add(batch);
    }

    @Override
    public void broken(Throwable failure) {
      broken = failure;
    }
  }
}
