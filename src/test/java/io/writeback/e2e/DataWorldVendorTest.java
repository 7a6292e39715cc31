package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.http.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs against a data.world with behaviour that its API does not rule out. */
final class DataWorldVendorTest {
  private static final String TWO = "id,name\n1,one\n2,two\n";

  @RegisterExtension private final DataWorldHome w = new DataWorldHome();

  @Test
  void a_list_with_another_size_is_settled_by_the_bytes() {
    w.settings("{\"sizeOffset\":3}");

    JsonNode report = w.route("data", "settle: 0s").csv(TWO).complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(report.get("warnings").toString())
        .contains("shows it with 23 bytes", "SHA-256 is that of what was sent");
  }

  @Test
  void a_list_that_stays_old_is_settled_by_the_bytes() {
    w.put("data.csv", "id,name\n1,old\n2,old\n");
    w.settings("{\"oldLists\":1000}");

    JsonNode report = w.route("data", "settle: 0s").csv(TWO).complete();

    assertThat(report.get("confirmed").asInt()).isEqualTo(2);
    assertThat(w.uploads("data.csv")).isEqualTo(2);
  }

  @Test
  void a_download_that_comes_late_is_waited_for_with_the_list() {
    w.settings("{\"oldLists\":1,\"lateDownloads\":1}");

    assertThat(w.route("data", "settle: 0s").csv(TWO).complete().get("confirmed").asInt())
        .isEqualTo(2);
  }

  @Test
  void a_name_that_is_not_kept_is_found_by_the_bytes_and_differs() {
    w.settings("{\"normaliseNames\":true}");
    w.put("My Report 2.csv", TWO);
    w.route("My Report").csv(TWO);

    Home.Done done = w.runW();

    assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(3);
    JsonNode report = done.json();
    assertThat(report.get("differs").asInt()).isEqualTo(2);
    assertThat(report.get("warnings").toString())
        .contains("has stored My Report.csv as my-report.csv, byte for byte");
    assertThat(report.get("differenceCauses").get(0).get("example").asText())
        .isEqualTo("sent My Report.csv, found my-report.csv");
    assertThat(w.names()).containsExactly("my-report-2.csv", "my-report.csv");
  }

  @Test
  void requests_begin_no_sooner_after_each_other_than_the_account_says() {
    w.set("account.data-world.min-interval", "400ms");
    w.settings("{\"minIntervalMillis\":300,\"oldLists\":2,\"sizeOffset\":1}");
    w.admin("POST", "/sandbox/pace/reset", "");

    w.route("data", "settle: 0s").csv(TWO).complete();

    JsonNode pace = w.admin("GET", "/sandbox/pace", "");
    assertThat(pace.get("requests").asInt()).isGreaterThanOrEqualTo(5);
    assertThat(pace.get("refused").asInt()).isZero();
    assertThat(pace.get("shortestGapMillis").asInt()).isGreaterThanOrEqualTo(300);
  }

  @Test
  void an_upload_whose_answers_were_lost_is_found_by_the_resumed_run_and_not_sent_again() {
    w.set("http.tries", "2").set("writeback.pauses", "none");
    w.route("data").csv(TWO);
    w.sandbox.faults().add(Fault.of(Fault.Kind.CLOSE_AFTER_COMMIT).onMethod("PUT").times(2));
    assertThat(w.runW().exitCode()).isEqualTo(4);
    long uploads = w.uploads("data.csv");

    Home.Done done = w.run("resume", "--json");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(w.uploads("data.csv")).isEqualTo(uploads);
    assertThat(w.text("data.csv")).isEqualTo(TWO);
  }
}
