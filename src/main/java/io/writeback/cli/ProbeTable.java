package io.writeback.cli;

import io.writeback.belief.Belief;
import io.writeback.belief.Finding;
import io.writeback.belief.Observation;
import io.writeback.run.ProbeReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a probe found, as text for people and as JSON for scripts. */
final class ProbeTable {
  private ProbeTable() {}

  static String of(ProbeReport report) {
    LabelledLines text = new LabelledLines();
    text.line(
        report.writeback(),
        report.written() == null
            ? "probed; nothing was written"
            : "probed; " + report.written() + " was written with its own values");
    text.line("from", report.source());
    text.line("to", report.target());
    text.line(
        "beliefs",
        "%d hold, %d do not hold, %d inconclusive, %d not probed"
            .formatted(
                report.count(Observation.Result.HOLDS),
                report.count(Observation.Result.DOES_NOT_HOLD),
                report.count(Observation.Result.INCONCLUSIVE),
                report.count(Observation.Result.NOT_PROBED)));
    for (Observation.Result result :
        List.of(
            Observation.Result.DOES_NOT_HOLD,
            Observation.Result.INCONCLUSIVE,
            Observation.Result.HOLDS)) {
      report.findings().stream()
          .filter(finding -> finding.seen().result() == result)
          .forEach(finding -> finding(text, finding));
    }
    text.text("\nWhat each is about, and the beliefs that are not probed: docs/confidence.md\n");
    return text.toString();
  }

  private static void finding(LabelledLines text, Finding finding) {
    Belief belief = finding.belief();
    text.emptyLine();
    text.line(belief.id(), finding.seen().result() + ": " + belief.sentence());
    text.line("  seen", finding.seen().words());
    if (finding.isWrong()) {
      text.line("  so", belief.ifWrong());
      text.line("  settle by", belief.settledBy());
    }
  }

  static Map<String, Object> fields(ProbeReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("writeback", report.writeback());
    all.put("source", report.source());
    all.put("target", report.target());
    all.put("written", report.written());
    List<Map<String, Object>> beliefs = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", finding.belief().id());
      one.put("belief", finding.belief().sentence());
      one.put("confidence", finding.belief().confidence());
      one.put("result", finding.seen().result());
      one.put("seen", finding.seen().words());
      one.put("ifWrong", finding.belief().ifWrong());
      one.put("settledBy", finding.belief().settledBy());
      beliefs.add(one);
    }
    all.put("beliefs", beliefs);
    return all;
  }
}
