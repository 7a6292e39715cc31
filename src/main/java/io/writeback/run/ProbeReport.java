package io.writeback.run;

import io.writeback.belief.Belief;
import io.writeback.belief.Finding;
import io.writeback.belief.Observation;
import io.writeback.belief.ProbeWrites;
import io.writeback.belief.Probes;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.Schema;
import io.writeback.destination.Destination;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import io.writeback.transform.Transform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which beliefs about the source and the destination of a writeback hold, by requests to both.
 *
 * @param written the ID of the object that was written with its own values, or null
 */
public record ProbeReport(
    String writeback, String source, String target, String written, List<Finding> findings) {
  public ProbeReport {
    findings = List.copyOf(findings);
  }

  /**
   * Probes both sides.
   *
   * @param transform what is done with the rows between both, if anything is
   * @param writes what probes may write
   * @throws io.writeback.problem.ConfigurationException if that is not possible there
   */
  public static ProbeReport of(
      String writeback,
      DatasetSource source,
      Destination destination,
      Optional<Transform> transform,
      ProbeWrites writes) {
    Optional<Schema> columns =
        columns(source).map(raw -> transform.map(with -> with.schema(raw)).orElse(raw));
    Optional<Probes> there = destination.probes(columns, writes);
    if (writes.id().isPresent()) {
      require(Belief.Method.WRITE, there, "--write-probe", "writes");
    }
    if (writes.creates()) {
      require(Belief.Method.CREATE, there, "--create-probe", "creates an object");
    }
    List<Finding> findings = new ArrayList<>();
    source.probes().ifPresent(probes -> findings.addAll(probes.run()));
    there.ifPresent(probes -> findings.addAll(probes.run()));
    boolean written = findings.stream().anyMatch(ProbeReport::wrote);
    return new ProbeReport(
        writeback,
        source.describe(),
        destination.target(),
        written ? writes.id().orElse(null) : null,
        findings);
  }

  private static void require(
      Belief.Method method, Optional<Probes> probes, String option, String what) {
    if (probes.filter(there -> there.has(method)).isEmpty()) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          option,
          "the destination has no probe that %s; use --probe".formatted(what));
    }
  }

  private static boolean wrote(Finding finding) {
    return finding.belief().probe() == Belief.Method.WRITE
        && (finding.seen().result() == Observation.Result.HOLDS || finding.isWrong());
  }

  /** That they cannot be read is what the probes of the source show. */
  private static Optional<Schema> columns(DatasetSource source) {
    try {
      Preview preview = source.preview(1);
      return Optional.of(preview.schema());
    } catch (WritebackException e) {
      return Optional.empty();
    }
  }

  /** How many findings there are with a result. */
  public long count(Observation.Result result) {
    return findings.stream().filter(finding -> finding.seen().result() == result).count();
  }

  /** Whether a belief does not hold. */
  public boolean isAnythingWrong() {
    return findings.stream().anyMatch(Finding::isWrong);
  }
}
