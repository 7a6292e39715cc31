package io.writeback.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.FollowUpStore;
import io.writeback.problem.Count;
import io.writeback.problem.Visible;
import io.writeback.run.Report;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.lang3.StringUtils;

/** What a notification says. */
public final class NoticeText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_SUBJECT = 120;

  private NoticeText() {}

  /** What a webhook is sent. */
  public static byte[] json(FollowUpStore.Ended failed, Report report) {
    Map<String, Object> notice = new LinkedHashMap<>();
    notice.put("event", report.waitsForPerson() ? "run.waits" : "run.failed");
    notice.put("text", text(failed, report));
    notice.put("writeback", report.writeback());
    notice.put("run", report.run());
    notice.put("state", report.state().name());
    notice.put("code", report.code());
    notice.put("reason", report.reason());
    notice.put("startedBy", failed.origin());
    notice.put("tries", failed.attempt() + 1);
    notice.put("report", report);
    try {
      return Visible.text(JSON.writeValueAsString(notice)).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(FollowUpStore.Ended failed, Report report) {
    return Visible.line(
        "%s: %s; run %s is %s; %,d of %s written; %s; see ./writeback show %s"
            .formatted(
                report.writeback(),
                cause(report),
                report.run(),
                report.state(),
                report.written(),
                Count.of(report.tally().rows(), "row"),
                outlook(failed, report),
                report.run()));
  }

  /** What happened, before the rule that follows from it. */
  private static String cause(Report report) {
    return report.reason() == null
        ? "the run did not complete"
        : "%s (%s)".formatted(report.reason(), report.code());
  }

  /** One line that a list of mails shows whole. */
  static String subject(Report report) {
    String cause = Visible.line(cause(report));
    return "camel-writeback: %s is %s: %s"
        .formatted(
            Visible.line(report.writeback()),
            report.state(),
            StringUtils.abbreviate(cause, "…", LONGEST_SUBJECT));
  }

  private static String outlook(FollowUpStore.Ended failed, Report report) {
    if (report.waitsForPerson()) {
      return "it waits for a person, then ./writeback resume";
    }
    if (failed.newerRun() != null) {
      return "it is not tried again, as run " + failed.newerRun() + " was asked for after it";
    }
    int tries = failed.attempt() + 1;
    return tries == 1 ? "it is not tried again" : "that was the last of " + tries + " tries";
  }
}
