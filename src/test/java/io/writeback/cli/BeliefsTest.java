package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.belief.Belief;
import io.writeback.belief.Finding;
import io.writeback.belief.Observation;
import io.writeback.belief.ProbeWrites;
import io.writeback.camel.WritebackMain;
import io.writeback.camel.routes.RouteEnds;
import io.writeback.run.ProbeReport;
import io.writeback.run.ProgressListener;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The probe detects exactly the belief that a sandbox knob makes false. */
class BeliefsTest {
  @RegisterExtension private static final ProbedHome probed = new ProbedHome();

  private static WritebackMain main;

  /** Refused credentials are not sent again for a minute. */
  private static volatile Duration later = Duration.ZERO;

  @BeforeAll
  static void start() {
    main =
        probed.closing(
            new WritebackMain(
                probed.configuration(), ProgressListener.NONE, () -> Instant.now().plus(later)));
  }

  @AfterEach
  void restore() throws IOException {
    probed.restore();
    later = later.plus(Duration.ofMinutes(2));
  }

  @Test
  void every_belief_holds_for_the_sandbox_as_it_is() {
    List<Finding> findings = new ArrayList<>();
    List.of("projects", "sheet", "file").forEach(name -> findings.addAll(probe(name).findings()));

    assertThat(findings)
        .filteredOn(finding -> finding.belief().probe() != Belief.Method.NONE)
        .allSatisfy(
            finding ->
                assertThat(finding.seen().result())
                    .as(finding.toString())
                    .isEqualTo(Observation.Result.HOLDS))
        .extracting(finding -> finding.belief().id())
        .containsExactlyElementsOf(ids().toList());
  }

  static Stream<String> ids() {
    return Wrong.all().stream()
        .filter(belief -> belief.probe() != Belief.Method.NONE)
        .map(Belief::id);
  }

  @ParameterizedTest
  @MethodSource("ids")
  void finds_the_one_that_is_turned_wrong(String id) throws IOException {
    new Wrong(probed.sandbox, probed.dataSet, probed.csv).turn(id);

    ProbeReport report = probe(writeback(id));

    assertThat(report.findings())
        .filteredOn(Finding::isWrong)
        .extracting(finding -> finding.belief().id())
        .containsExactly(id);
  }

  private static String writeback(String id) {
    return id.startsWith("WI") ? "sheet" : id.startsWith("DW") ? "file" : "projects";
  }

  /** Probes a writeback; that to Workfront with writes. */
  private static ProbeReport probe(String writeback) {
    RouteEnds ends = main.ends(writeback);
    ProbeWrites write =
        writeback.equals("projects")
            ? new ProbeWrites(Optional.of(ProbedHome.ONE), true)
            : ProbeWrites.NONE;
    return ProbeReport.of(writeback, ends.source(), ends.destination(), ends.transform(), write);
  }
}
