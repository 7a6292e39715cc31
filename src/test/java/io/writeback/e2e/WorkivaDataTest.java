package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole files, cell by cell, with sentinels inside and outside of the region. */
final class WorkivaDataTest {
  /** The data begins at C5. */
  private static final int TOP = 5;

  private static final int LEFT = 3;

  /** How much larger a bounded region is than the data, and a sheet than the region. */
  private static final int MARGIN = 7;

  @RegisterExtension private final WorkivaHome workiva = new WorkivaHome();

  private enum Kind {
    BOUNDED,
    OPEN,
    CORNER
  }

  @ParameterizedTest
  @EnumSource
  void us_employment_arrives_as_numbers(Kind kind) throws IOException {
    String csv =
        Files.readString(
            Path.of("src/main/resources/demo/us-employment.csv"), StandardCharsets.UTF_8);
    Path file = workiva.file("domo/us-employment.csv", csv);
    String guid = workiva.sandbox.addDataset("us-employment.csv", file);
    proves(workiva, "us-employment", csv, kind, region -> workiva.domoRoute(guid, region));
  }

  @ParameterizedTest
  @EnumSource
  void zip_codes_keep_their_leading_zeros(Kind kind) throws IOException {
    String csv =
        Files.readString(Path.of("src/test/resources/data/zipcodes.csv"), StandardCharsets.UTF_8);
    assertThat(csv).contains("\n00501,");
    workiva.csv(csv);
    proves(workiva, "zipcodes", csv, kind, workiva::route);
  }

  @ParameterizedTest
  @EnumSource
  void two_hundred_thousand_cells_arrive(Kind kind) throws IOException {
    StringBuilder csv = new StringBuilder("c1");
    for (int column = 2; column <= 20; column++) {
      csv.append(",c").append(column);
    }
    csv.append('\n');
    for (int row = 1; row <= 10_000; row++) {
      csv.append("r").append(row);
      for (int column = 2; column <= 20; column++) {
        csv.append(',').append(row % 7 == column % 7 ? "" : row + "." + column + "ü");
      }
      csv.append('\n');
    }
    workiva.csv(csv.toString());
    proves(workiva, "200,000 cells", csv.toString(), kind, workiva::route);
  }

  private interface Routing {
    WorkivaHome to(String region);
  }

  private static void proves(
      WorkivaHome workiva, String name, String csv, Kind kind, Routing routing) throws IOException {
    List<List<String>> data = WorkivaHome.cells(csv);
    int width = data.get(0).size();
    int bottom = TOP + data.size() - 1 + (kind == Kind.BOUNDED ? MARGIN : 0);
    int right = LEFT + width - 1 + (kind == Kind.BOUNDED ? MARGIN : 0);
    String region =
        switch (kind) {
          case BOUNDED -> "C5:" + letters(right) + bottom;
          case OPEN -> "C5:";
          case CORNER -> "C5";
        };
    int lastRow = TOP + data.size() + 2 * MARGIN;
    int lastColumn = LEFT + width + 2 * MARGIN;
    StringBuilder sheet = new StringBuilder();
    for (int row = 1; row <= lastRow; row++) {
      for (int column = 1; column <= lastColumn; column++) {
        boolean inside = inside(kind, row, column, bottom, right);
        sheet.append(column == 1 ? "" : ",");
        sheet.append(!inside ? "out" : kind == Kind.CORNER ? "" : "stale");
      }
      sheet.append('\n');
    }
    workiva.sheet(sheet.toString());
    routing.to(region);
    long before = workiva.sandbox.workiva().stats().requests();
    long begun = System.nanoTime();

    JsonNode report = workiva.complete();

    System.out.printf(
        Locale.ROOT,
        "workiva: %s, %s (%s): %,d cells, %d writes, %d requests in all, %.1f s%n",
        name,
        region,
        kind,
        (long) data.size() * width,
        report.get("requests").asInt(),
        workiva.sandbox.workiva().stats().requests() - before,
        (System.nanoTime() - begun) / 1e9);
    assertThat(report.get("confirmed").asInt()).isEqualTo(data.size() - 1);
    List<List<String>> cells = WorkivaHome.cells(workiva.sheet());
    int compared = 0;
    for (int row = 1; row <= lastRow; row++) {
      for (int column = 1; column <= lastColumn; column++) {
        String found = WorkivaHome.cell(cells, row, column);
        boolean isData =
            row >= TOP && row < TOP + data.size() && column >= LEFT && column < LEFT + width;
        String expected =
            isData
                ? data.get(row - TOP).get(column - LEFT)
                : inside(kind, row, column, bottom, right) ? "" : "out";
        if (!expected.equals(found) && !sameNumber(expected, found)) {
          throw new AssertionError(
              "row %d, column %d: expected \"%s\", found \"%s\""
                  .formatted(row, column, expected, found));
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(data.size() * width);
  }

  private static boolean inside(Kind kind, int row, int column, int bottom, int right) {
    return row >= TOP && column >= LEFT && (kind == Kind.OPEN || row <= bottom && column <= right);
  }

  /** 5840.0 and 5840, of a number column; a leading zero is not a number. */
  private static boolean sameNumber(String expected, String found) {
    return expected.matches("-?(0|[1-9]\\d*)(\\.\\d+)?")
        && found.matches("-?(0|[1-9]\\d*)(\\.\\d+)?")
        && new BigDecimal(expected).compareTo(new BigDecimal(found)) == 0;
  }

  private static String letters(int column) {
    return column <= 26
        ? String.valueOf((char) ('A' + column - 1))
        : "A" + (char) ('A' + column - 27);
  }
}
