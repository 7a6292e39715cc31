package io.writeback.cli;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.domo.DataSetKnobs;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A project with a sandbox that has data for every probe, and the writebacks {@code projects} (Domo
 * to Workfront), {@code sheet} (to Workiva) and {@code file} (to data.world).
 */
final class ProbedHome extends Home {
  static final String ONE = "aaaa".repeat(7) + "0001";

  Sandbox sandbox;
  Path csv;
  String dataSet;

  @Override
  protected void opened() throws IOException {
    sandbox = sandbox(EMPTY);
    for (int n = 1; n <= 3; n++) {
      sandbox
          .workfront()
          .put(
              "PROJ",
              Json.object()
                  .put("ID", ONE.substring(0, 31) + n)
                  .put("name", "Project " + n)
                  .put("status", "CUR")
                  .put("budget", 12.5)
                  .put("plannedCompletionDate", "2026-01-31T08:00:00:000+0000")
                  .put("entryDate", "2025-01-01T00:00:00:000+0000")
                  .put("lastUpdateDate", "2025-01-01T00:00:00:000+0000")
                  .put("lastUpdatedByID", Workfront.userId())
                  .put("categoryID", form())
                  .put("DE:Go Live Date", "2026-01-31")
                  .set("DE:Approvals", Json.array().add("LEGAL").add("FIN")));
    }
    csv = file("data/projects.csv", rows());
    dataSet = sandbox.addDataset("projects.csv", csv);
    set("account.workfront.allow-delete", "true");
    writeback(
        "projects",
        "domo-dataset-action\ndatasetId: " + dataSet,
        "workfront-update-sink\nobject: project");
    sandbox
        .workiva()
        .put(
            "s",
            "{\"sheets\":[{\"id\":\"a\",\"name\":\"Data\"},{\"id\":\"b\",\"name\":\"Other\"}]}");
    writeback(
        "sheet",
        "csv-dataset-action\nfile: " + csv,
        "workiva-region-sink\nspreadsheetId: s\nsheetId: a\nregion: A1");
    writeback(
        "file",
        "csv-dataset-action\nfile: " + csv,
        "data-world-file-sink\ndataset: acme/sales-data\nfileName: sales");
  }

  private static String rows() {
    return """
        ID,name,budget,plannedCompletionDate,Go Live Date,Approvals
        %s,"",12.5,2026-01-31T08:00:00,2026-01-31,"LEGAL,FIN"
        bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,Two,,2026-02-28T08:00:00,2026-02-28,FIN
        """
        .formatted(ONE);
  }

  /** The sandbox calls its things by the MD5 of their names. */
  private static String form() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest("form-Project Details".getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Restores what a test has made false. */
  void restore() throws IOException {
    sandbox.faults().clear();
    sandbox.domo().set(dataSet, DataSetKnobs.NONE);
    Files.writeString(csv, rows());
  }
}
