package io.writeback.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.writeback.http.Outcome;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is counted of requests. */
final class RequestMetersTest {
  private static final String HOST = "api.example.com:443";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final RequestMeters meters = new RequestMeters(registry);

  private Scrape scrape() {
    return new Scrape(registry.scrape());
  }

  @Test
  void answers_are_timed_by_host_and_class_of_status() {
    meters.answered(HOST, 200, Duration.ofMillis(300).toNanos());
    meters.answered(HOST, 204, Duration.ofMillis(100).toNanos());
    meters.answered(HOST, 503, Duration.ofSeconds(20).toNanos());
    meters.answered(HOST, 600, 1);

    Scrape scrape = scrape();
    String metric = "writeback_request_duration_seconds";
    assertThat(scrape.value(metric + "_count", "host", HOST, "status", "2xx")).isEqualTo(2);
    assertThat(scrape.value(metric + "_sum", "host", HOST, "status", "2xx")).isEqualTo(0.4);
    assertThat(scrape.value(metric + "_bucket", "host", HOST, "status", "2xx", "le", "0.25"))
        .isEqualTo(1);
    assertThat(scrape.value(metric + "_bucket", "host", HOST, "status", "5xx", "le", "10.0"))
        .isZero();
    assertThat(scrape.value(metric + "_count", "host", HOST, "status", "other")).isEqualTo(1);
  }

  @Test
  void a_429_is_an_answer_and_counted_beside() {
    meters.answered(HOST, 429, 1);
    meters.answered(HOST, 400, 1);

    assertThat(scrape().value("writeback_throttled_responses_total", "host", HOST)).isEqualTo(1);
  }

  @Test
  void retries_and_failures_are_counted() {
    meters.retried(HOST);
    meters.retried(HOST);
    meters.failed(HOST, Outcome.UNREACHED);

    Scrape scrape = scrape();
    assertThat(scrape.value("writeback_request_retries_total", "host", HOST)).isEqualTo(2);
    assertThat(
            scrape.value("writeback_request_failures_total", "host", HOST, "outcome", "unreached"))
        .isEqualTo(1);
    assertThat(scrape.value("writeback_request_failures_total", "host", HOST, "outcome", "unknown"))
        .isZero();
  }

  @Test
  void hosts_beyond_a_number_share_one_name() {
    for (int host = 0; host < 3 * RequestMeters.MOST_HOSTS; host++) {
      meters.answered("host-" + host + ":443", 200, 1);
    }

    assertThat(
            scrape()
                .value(
                    "writeback_request_duration_seconds_count", "host", "other", "status", "2xx"))
        .isEqualTo(2 * RequestMeters.MOST_HOSTS);
  }

  @Test
  void a_request_is_counted_without_allocating() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int requests = 10_000;
    long before = 0;
    for (int round = 0; round < 2; round++) {
      before = threads.getCurrentThreadAllocatedBytes();
      for (int request = 0; request < requests; request++) {
        meters.answered(HOST, 200, 1_000_000);
      }
    }

    assertThat((threads.getCurrentThreadAllocatedBytes() - before) / requests).isLessThan(1);
  }
}
