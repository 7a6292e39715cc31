package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.FailureMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many rows, one in a hundred bad, in six ways: each is reported with its cause, all others are
 * written.
 */
final class CulpritsTest {
  private static final long SEED = 20261122;

  @RegisterExtension private final Home home = new Home();
  private Sandbox sandbox;

  private enum Fault {
    NONE(""),
    UNKNOWN_ID("WB-303"),
    MALFORMED_ID("WB-301"),
    NOT_EDITABLE("WB-303"),
    BAD_NUMBER("WB-302"),
    BAD_ENUM("WB-303"),
    NO_FORM("WB-303");

    final String code;

    Fault(String code) {
      this.code = code;
    }

    /** Whether only the destination can find it. */
    boolean isFoundByBisect() {
      return code.equals("WB-303");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STOP_AT_FIRST, 100000",
    "VALIDATE_FIRST, 20000",
    "ALL_OR_NOTHING, 20000",
  })
  void every_culprit_is_named_with_its_cause_and_every_other_row_arrives(FailureMode mode, int rows)
      throws IOException {
    sandbox = home.sandbox(Home.EMPTY.withFailureMode(mode));
    sandbox.putObject("CTGY", Map.of("ID", id(1), "name", "Form", "catObjCode", "PROJ"));
    sandbox.putObject(
        "PARAM",
        Map.of(
            "ID",
            id(2),
            "name",
            "Sales Region",
            "label",
            "Sales Region",
            "dataType",
            "TEXT",
            "displayType",
            "TEXT"));
    sandbox.putObject("CTGYPA", Map.of("ID", id(3), "categoryID", id(1), "parameterID", id(2)));
    Map<Long, Fault> faults = new HashMap<>();
    home.csvToWorkfront("many", "many.csv");
    home.file("many.csv", rows(rows, faults));

    Home.Done done = home.run("run", "many", "--json");

    assertThat(done.exitCode()).as("seed %d: %s", SEED, done.err() + done.out()).isEqualTo(3);
    JsonNode report = done.json();
    assertThat(report.get("rejected").asInt()).as(done.out()).isEqualTo(faults.size());
    assertThat(report.get("confirmed").asInt()).isEqualTo(rows - faults.size());
    assertThat(named(Path.of(report.get("rejectsFile").asText()), faults)).isEqualTo(faults.size());
    for (int row = 1; row <= rows; row++) {
      if (!faults.containsKey((long) row)) {
        assertThat(sandbox.object("PROJ", id(1_000 + row)).orElseThrow().get("budget").asInt())
            .as("row %d, seed %d", row, SEED)
            .isEqualTo(row);
      }
    }
    long culprits = faults.values().stream().filter(Fault::isFoundByBisect).count();
    int requests = report.get("requests").asInt();
    int batches = report.get("batches").asInt();
    System.out.printf(
        "%s: %d rows, %d bad, %d of them found by bisect; %d batches, %d requests: %.2f a culprit%n",
        mode,
        rows,
        faults.size(),
        culprits,
        batches,
        requests,
        (requests - batches) / (double) culprits);
    // The documented bound for the k bad records of a batch.
    assertThat(requests - batches)
        .isLessThanOrEqualTo((int) (culprits * (Math.log(100) / Math.log(2)) + 1));
  }

  private static int named(Path rejects, Map<Long, Fault> faults) throws IOException {
    int named = 0;
    try (CSVParser parser =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(rejects, StandardCharsets.UTF_8))) {
      for (CSVRecord reject : parser) {
        Fault fault = faults.get(Long.parseLong(reject.get("_wb_row")));
        assertThat(fault).as("row %s", reject.get("_wb_row")).isNotNull();
        assertThat(reject.get("_wb_code")).as(reject.toString()).isEqualTo(fault.code);
        assertThat(reject.get("_wb_reason")).as(fault.toString()).contains(words(fault, reject));
        named++;
      }
    }
    return named;
  }

  private static List<String> words(Fault fault, CSVRecord reject) {
    return switch (fault) {
      case NONE -> List.of();
      case UNKNOWN_ID -> List.of(reject.get("ID"), "not found");
      case MALFORMED_ID -> List.of("32 hexadecimal digits");
      case NOT_EDITABLE -> List.of("sufficient access");
      case BAD_NUMBER -> List.of("\"lots\"", "budget");
      case BAD_ENUM -> List.of("Invalid custom enum value");
      case NO_FORM -> List.of("Invalid Parameter: Sales Region");
    };
  }

  private String rows(int rows, Map<Long, Fault> faults) {
    Random random = new Random(SEED);
    StringBuilder csv = new StringBuilder("ID,Name,Status,budget,DE:Sales Region\n");
    for (int row = 1; row <= rows; row++) {
      Fault fault = random.nextInt(100) == 0 ? Fault.values()[1 + random.nextInt(6)] : Fault.NONE;
      if (fault != Fault.NONE) {
        faults.put((long) row, fault);
      }
      if (fault != Fault.UNKNOWN_ID) {
        Map<String, Object> project = new HashMap<>(Map.of("ID", id(1_000 + row), "name", "old"));
        if (fault != Fault.NO_FORM) {
          project.put("categoryID", id(1));
        }
        if (fault == Fault.NOT_EDITABLE) {
          project.put("sandboxNoEdit", true);
        }
        sandbox.putObject("PROJ", project);
      }
      csv.append(fault == Fault.MALFORMED_ID ? "row-" + row : id(1_000 + row))
          .append(",Project ")
          .append(row)
          .append(fault == Fault.BAD_ENUM ? ",NOPE," : ",CUR,")
          .append(fault == Fault.BAD_NUMBER ? "lots" : row)
          .append(",Region ")
          .append(row)
          .append('\n');
    }
    return csv.toString();
  }

  private static String id(int number) {
    return String.format("%032x", number);
  }
}
