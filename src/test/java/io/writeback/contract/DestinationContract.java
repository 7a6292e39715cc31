package io.writeback.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.Child;
import io.writeback.cli.Home;
import io.writeback.contract.RecordingProxy.Exchange;
import io.writeback.contract.RecordingProxy.Gate;
import io.writeback.sandbox.http.Fault;
import io.writeback.sandbox.http.Faults;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of every destination: the command as users run it, a service on this machine with
 * its faults, and between them a proxy that simulates network failures and records every request.
 *
 * <p>All cases have the same check: no row is missing, none is wrong, nothing else is changed, and
 * the counts of the report add up and match what the destination holds. Every request must match
 * the vendor's documentation.
 */
abstract class DestinationContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
  private static final String NAME = Trial.NAME;
  private static final int IN_FLIGHT = 4;
  private static final int FOR_EVER = Integer.MAX_VALUE;
  private static final String[] RUN = {"run", NAME};

  @RegisterExtension private final Home home = new Home();
  private Trial trial;
  private RecordingProxy proxy;
  private final StringBuilder printed = new StringBuilder();

  // What a destination has to supply.

  /** Starts the service that stands in for the vendor's. */
  protected abstract Service startService() throws IOException;

  /** A service on this machine, and the faults that its requests meet. */
  protected interface Service extends AutoCloseable {
    URI url();

    Faults faults();

    @Override
    void close();
  }

  /** The account's name, as in {@code account.NAME.url}. */
  protected abstract String account();

  /** The keys of the account but its URL, by their names below {@code account.NAME.}. */
  protected abstract Map<String, String> credentials();

  /** The sink in the route: its name and its parameters. */
  protected abstract Sink sink();

  /** A Kamelet in a route. */
  protected record Sink(String kamelet, Map<String, String> parameters) {}

  /** The first line of the CSV file. */
  protected abstract String header();

  /** A line of the CSV file that gives row n, counted from 1, this value. */
  protected abstract String line(int n, String value);

  /**
   * Makes the destination ready for so many rows, none of which has a value that begins with new;
   * may be called again with another number.
   */
  protected abstract void prepare(int size);

  /** All that the destination holds: the value of every row, also of those that are not ours. */
  protected abstract Map<Integer, String> stored();

  /** The requests that write. */
  protected abstract Call write();

  /** What the vendor documents about requests. */
  protected abstract RequestSchema schema();

  // What not every destination has.

  /** How many rows are sent, and by how many requests if nothing goes wrong. */
  protected Size size() {
    return new Size(1_000, 10);
  }

  /** Rows and the requests that write them. */
  protected record Size(int rows, int writes) {}

  /** The most requests in flight that a run reaches if the account allows three. */
  protected int inFlightOfThree() {
    return 3;
  }

  /**
   * Makes the destination refuse one row alone. False if it does not know records, but only a whole
   * file or range.
   */
  protected boolean breakRow(int n) {
    return false;
  }

  /** The requests that log in, if the destination knows sessions or tokens that end. */
  protected Optional<Call> login() {
    return Optional.empty();
  }

  /** Ends all sessions or tokens. */
  protected void revoke() {}

  /** The requests that ask how far the destination is, if it carries writes out later. */
  protected Optional<Call> poll() {
    return Optional.empty();
  }

  @BeforeEach
  final void start() throws IOException {
    trial = new Trial(this, home, size().rows());
    proxy = trial.proxy();
  }

  @AfterEach
  final void stop() {
    proxy
        .exchanges()
        .forEach(
            one ->
                assertThat(schema().problems(one.request))
                    .as("what the vendor does not document: %s", one.request)
                    .isEmpty());
    assertThat(trial.service().faults().left()).as("faults that did not strike").isZero();
    assertThat(proxy.unused()).as("traps that did not strike").isZero();
    assertNoSecrets();
  }

  private void assertNoSecrets() {
    credentials()
        .forEach(
            (name, value) -> {
              if (name.matches(".*(key|password|secret|token)")) {
                assertThat(printed.toString()).as("printed").doesNotContain(value);
                proxy
                    .exchanges()
                    .forEach(one -> assertThat(one.request.target()).doesNotContain(value));
              }
            });
  }

  // All goes well.

  @Test
  void every_row_arrives() throws IOException {
    JsonNode report = run(0);

    complete(report);
    assertThat(writes()).hasSize(size().writes());
    assertThat(report.get("requests").asInt()).isEqualTo(size().writes());
  }

  @Test
  void the_commands_that_only_look_write_nothing() {
    assertThat(home.run("check", NAME)).extracting(Home.Done::exitCode).isEqualTo(0);
    assertThat(home.run("discover", account())).extracting(Home.Done::exitCode).isEqualTo(0);

    assertThat(proxy.exchanges()).as("requests that look").isNotEmpty();
    assertThat(writes()).isEmpty();
    assertThat(stored()).isEqualTo(trial.before());
  }

  @Test
  void a_second_run_writes_the_same_again() throws IOException {
    run(0);

    complete(run(0));
  }

  @Test
  void one_bad_record_of_a_hundred_is_named_and_the_others_arrive() throws IOException {
    trial.rows(100);
    assumeThat(trial.breakRow(37)).as("it has records").isTrue();

    JsonNode report = run(3);

    trial.complete(report, Set.of(37));
    assertThat(report.get("rejectCauses").get(0).get("exampleRow").asInt()).isEqualTo(37);
    assertThat(Files.readString(Path.of(report.get("rejectsFile").asText())))
        .contains(line(37, Trial.value(37)).split(",")[0])
        .contains(Trial.value(37));
  }

  @Test
  void no_more_requests_are_in_flight_than_the_account_allows() throws IOException {
    home.set("account." + account() + ".max-concurrency", "3");
    proxy.trap(write(), 1, FOR_EVER, RecordingProxy.slowly(Duration.ofMillis(30)));

    complete(run(0));

    assertThat(proxy.highestInFlight()).isEqualTo(inFlightOfThree());
  }

  // The destination refuses temporarily.

  @Test
  void a_session_that_ends_in_mid_run_costs_one_login_and_no_row() throws IOException {
    assumeThat(login()).as("it has sessions or tokens that end").isPresent();
    proxy.trap(write(), middle(), 1, RecordingProxy.after(() -> revoke()));

    complete(run(0));

    assertThat(proxy.exchanges(login().orElseThrow())).hasSize(2);
  }

  @Test
  void a_destination_that_throttles_gets_no_request_for_as_many_seconds_as_it_asks()
      throws IOException {
    trial.service().faults().add(inMidRun(Fault.answer(429, "{}").header("Retry-After", "1")));

    complete(run(0));

    assertThat(waitedAfter(429)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_destination_that_throttles_until_a_time_gets_no_request_until_then_by_its_own_clock()
      throws IOException {
    Instant now = Instant.now().minus(Duration.ofHours(1));
    proxy.trap(
        write(),
        middle(),
        1,
        RecordingProxy.answering(
            "HTTP/1.1 429 Too Many Requests\nDate: %s\nRetry-After: %s\nContent-Length: 0"
                .formatted(HTTP_DATE.format(now), HTTP_DATE.format(now.plusSeconds(2)))));

    complete(run(0));

    assertThat(waitedAfter(429)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
  }

  @Test
  void a_destination_that_throttles_without_a_hint_gets_no_request_for_as_long_as_is_set()
      throws IOException {
    home.set("http.throttled-delay", "200ms");
    trial.service().faults().add(inMidRun(Fault.answer(429, "")).times(2));

    complete(run(0));

    assertThat(waitedAfter(429)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void a_failure_of_the_server_is_asked_again(int status) throws IOException {
    trial.service().faults().add(inMidRun(Fault.answer(status, "<html>not now</html>")).times(2));

    complete(run(0));
  }

  @Test
  void a_failure_of_the_server_after_it_has_written_costs_no_row() throws IOException {
    trial
        .service()
        .faults()
        .add(inMidRun(Fault.of(Fault.Kind.ANSWER_AFTER_COMMIT).answering(504, "too late")));

    complete(run(0));
  }

  // The response is lost, or proves nothing.

  @Test
  void a_connection_that_ends_before_the_write_costs_no_row() throws IOException {
    trial.service().faults().add(inMidRun(Fault.of(Fault.Kind.CLOSE_BEFORE_COMMIT)));

    complete(run(0));
  }

  @Test
  void a_connection_that_ends_after_the_write_costs_no_row() throws IOException {
    trial.service().faults().add(inMidRun(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT)));

    complete(run(0));
  }

  @Test
  void a_connection_that_is_reset_before_the_write_costs_no_row() throws IOException {
    proxy.trap(write(), middle(), 1, RecordingProxy.resetBefore());

    complete(run(0));
  }

  @Test
  void a_connection_that_is_reset_after_the_write_costs_no_row() throws IOException {
    proxy.trap(write(), middle(), 1, RecordingProxy.resetAfter());

    complete(run(0));
  }

  @Test
  void an_answer_that_is_cut_off_by_the_connection_costs_no_row() throws IOException {
    proxy.trap(write(), middle(), 1, RecordingProxy.cutAnswer());

    complete(run(0));
  }

  @Test
  void half_an_answer_is_no_success() throws IOException {
    trial.service().faults().add(inMidRun(Fault.of(Fault.Kind.TRUNCATED_ANSWER)));

    complete(run(0));
  }

  @Test
  void a_page_for_people_with_status_200_is_no_success() throws IOException {
    trial.service().faults().add(inMidRun(Fault.html()));

    complete(run(0));
  }

  @Test
  void an_empty_answer_with_status_200_is_no_success() throws IOException {
    trial.service().faults().add(inMidRun(Fault.answer(200, "")));

    complete(run(0));
  }

  @Test
  void an_answer_that_does_not_end_within_the_deadline_costs_no_row() throws IOException {
    home.set("http.deadline", "1500ms");
    proxy.trap(write(), middle(), 1, RecordingProxy.endlessAnswer());

    JsonNode report = run(0);

    complete(report);
    assertThat(report.get("seconds").asDouble()).isBetween(1.5, 20.0);
  }

  // The destination is down, or this process crashes.

  @Test
  void a_run_whose_destination_is_gone_stops_and_resumes_once_it_is_back() throws IOException {
    proxy.trap(write(), middle(), 1, RecordingProxy.after(proxy::goDown));

    JsonNode stopped = run(4);

    assertThat(stopped.get("state").asText()).isEqualTo("STOPPED");
    assertThat(stopped.get("inDoubt").asInt() + stopped.get("notSent").asInt()).isPositive();
    trial.judge(stopped);
    proxy.comeBack();
    complete(resume());
  }

  @Test
  void a_run_that_is_killed_before_its_requests_arrive_resumes() throws Exception {
    killedAt(Gate.before());

    complete(resume());
    assertThat(writes()).hasSizeLessThanOrEqualTo(size().writes() + IN_FLIGHT);
  }

  @Test
  void a_run_that_is_killed_before_it_hears_of_its_success_resumes() throws Exception {
    killedAt(Gate.behind());

    complete(resume());
    assertThat(writes()).hasSizeLessThanOrEqualTo(size().writes() + IN_FLIGHT);
  }

  private void killedAt(Gate gate) throws Exception {
    killedAt(gate, IN_FLIGHT, RUN);
  }

  /** A command is killed while its requests wait. */
  protected final void killedAt(Gate gate, int inFlight, String... command) throws Exception {
    home.set("account." + account() + ".max-concurrency", Integer.toString(inFlight));
    proxy.trap(write(), middle(), FOR_EVER, gate);
    Process process = startProcess(command);
    waitFor(process, () -> gate.waiting() > 0);
    process.destroyForcibly().waitFor();
    gate.lose();
  }

  @Test
  void a_run_that_is_asked_to_end_by_a_signal_ends_in_order_and_sends_nothing_twice()
      throws Exception {
    home.set("account." + account() + ".max-concurrency", "1");
    proxy.trap(write(), 1, FOR_EVER, RecordingProxy.slowly(Duration.ofMillis(150)));
    Process process = startProcess();
    waitFor(process, () -> writes().size() >= Math.min(3, size().writes()));

    process.destroy();

    assertThat(process.waitFor(10, TimeUnit.SECONDS)).as("it ends by itself").isTrue();
    assertThat(process.exitValue())
        .as(log())
        .isIn(size().writes() > 1 ? List.of(4) : List.of(0, 4));
    if (process.exitValue() == 4) {
      assertThat(log()).contains("STOPPED", "WB-504");
      complete(resume());
    }
    trial.assertAllStoredBut(Set.of());
    assertThat(writes()).hasSize(size().writes());
  }

  @Test
  void a_run_that_is_cancelled_finishes_what_is_in_flight_and_sends_nothing_more()
      throws IOException {
    home.set("account." + account() + ".max-concurrency", "2");
    Gate gate = Gate.before();
    proxy.trap(write(), middle(), FOR_EVER, gate);
    CompletableFuture<Home.Done> running =
        CompletableFuture.supplyAsync(() -> home.run("run", NAME, "--json"));
    await().until(() -> running.isDone() || gate.waiting() > 0);

    Home.Done cancelled = home.run("cancel", "last");
    gate.open();

    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    Home.Done done = running.orTimeout(30, TimeUnit.SECONDS).join();
    printed.append(done.out()).append(done.err());
    JsonNode report = JSON.readTree(done.out());
    trial.judge(report);
    assertThat(report.get("inDoubt").asInt()).isZero();
    if (size().writes() > 1) {
      assertThat(done.exitCode()).as(done.out()).isEqualTo(4);
      assertThat(report.get("state").asText()).isEqualTo("CANCELLED");
      assertThat(report.get("notSent").asInt()).isPositive();
    }
    assertThat(home.run("resume").out()).contains("No run is interrupted");
    trial.judge(report);
  }

  // The destination executes it asynchronously.

  @Test
  void a_question_how_far_it_is_that_fails_is_asked_again() throws IOException {
    assumeThat(poll()).as("it carries writes out later").isPresent();
    trial.service().faults().add(poll().orElseThrow().meets(Fault.answer(503, "not now")).times(2));
    proxy.trap(poll().orElseThrow(), 4, 1, RecordingProxy.resetAfter());

    complete(run(0));
  }

  @Test
  void a_run_that_is_killed_while_the_destination_works_resumes() throws Exception {
    assumeThat(poll()).as("it carries writes out later").isPresent();
    Gate gate = Gate.before();
    proxy.trap(poll().orElseThrow(), 1, FOR_EVER, gate);
    Process process = startProcess();
    waitFor(process, () -> gate.waiting() > 0);
    process.destroyForcibly().waitFor();
    gate.lose();

    complete(resume());
  }

  // How it is done, also for the cases that only one destination has.

  protected final Home home() {
    return home;
  }

  protected final Trial trial() {
    return trial;
  }

  protected final RecordingProxy proxy() {
    return proxy;
  }

  /** All rows are there. */
  protected final void complete(JsonNode report) {
    trial.complete(report, Set.of());
  }

  protected final JsonNode run(int exitCode) throws IOException {
    return done(exitCode, "run", NAME, "--json");
  }

  protected final JsonNode resume() throws IOException {
    JsonNode reports = done(0, "resume", "--json");
    assertThat(reports).as("runs that went on").hasSize(1);
    return reports.get(0);
  }

  protected final JsonNode done(int exitCode, String... command) throws IOException {
    Home.Done done = home.run(command);
    printed.append(done.out()).append(done.err());
    assertThat(done.exitCode()).as(done.err() + done.out()).isEqualTo(exitCode);
    return JSON.readTree(done.out());
  }

  protected final int middle() {
    return Math.min(3, size().writes());
  }

  protected final Fault inMidRun(Fault fault) {
    return write().meets(fault).nth(middle());
  }

  protected final List<Exchange> writes() {
    return proxy.exchanges(write());
  }

  /** How long the first request that was answered so was not sent again. */
  private Duration waitedAfter(int status) {
    List<Exchange> all = writes();
    Exchange refused = all.stream().filter(one -> one.status == status).findFirst().orElseThrow();
    Exchange again =
        all.subList(all.indexOf(refused) + 1, all.size()).stream()
            .filter(one -> one.request.asksTheSame(refused.request))
            .findFirst()
            .orElseThrow();
    return Duration.ofNanos(again.arrived - refused.answered);
  }

  private Process startProcess(String... command) throws IOException {
    return Child.start(home, List.of(), command.length == 0 ? RUN : command);
  }

  private void waitFor(Process process, java.util.function.BooleanSupplier moment)
      throws IOException {
    await()
        .pollInterval(5, TimeUnit.MILLISECONDS)
        .until(() -> !process.isAlive() || moment.getAsBoolean());
    assertThat(process.isAlive()).as(log()).isTrue();
  }

  private String log() throws IOException {
    return Files.readString(home.path("log"));
  }
}
