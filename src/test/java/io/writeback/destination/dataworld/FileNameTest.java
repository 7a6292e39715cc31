package io.writeback.destination.dataworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FileNameTest {
  @ParameterizedTest
  @CsvSource({
    "report,report.csv",
    "report.csv,report.csv",
    "Report.CSV,Report.CSV",
    "' report ',report.csv",
    "v1.2,v1.2.csv",
    "report.csv.csv,report.csv.csv"
  })
  void the_extension_is_added_if_it_is_not_there(String given, String made) {
    assertThat(FileName.parse(given).plain()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(strings = {".csv", "a/b", "a\tb"})
  void what_is_no_name_is_refused(String given) {
    assertThatThrownBy(() -> FileName.parse(given)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "UTC,2026-03-01T04:59:59Z,r_03-01-2026.csv",
    "America/New_York,2026-03-01T04:59:59Z,r_02-28-2026.csv",
    "America/New_York,2026-03-01T05:00:00Z,r_03-01-2026.csv",
    "Pacific/Auckland,2026-12-31T11:00:00Z,r_01-01-2027.csv"
  })
  void the_date_is_that_of_the_zone(String zone, String time, String made) {
    assertThat(FileName.parse("r").of(Instant.parse(time), ZoneId.of(zone))).isEqualTo(made);
  }

  @Test
  void the_highest_number_is_that_of_names_that_are_the_same_but_for_it() {
    List<String> names =
        List.of(
            "r.csv", "r_2.csv", "r_010.csv", "r_99.txt", "R2_50.csv", "r_3_60.csv", "xr_70.csv");

    assertThat(FileName.parse("r").highest(names)).isEqualTo(10);
    assertThat(FileName.parse("r_3").highest(names)).isEqualTo(60);
    assertThat(FileName.parse("new").highest(names)).isZero();
    assertThat(FileName.parse("r").of(11)).isEqualTo("r_11.csv");
  }

  @ParameterizedTest
  @CsvSource({
    "acme/sales-data,acme/sales-data",
    "https://data.world/acme/sales-data,acme/sales-data",
    "data.world/acme/sales-data/,acme/sales-data",
    "https://data.world/acme/sales-data/workspace/file?filename=a.csv,acme/sales-data",
    "https://api.data.world/v0/datasets/acme/sales-data,acme/sales-data",
    "' acme/sales-data ',acme/sales-data"
  })
  void a_dataset_is_found_in_what_people_paste(String pasted, String key) {
    assertThat(DatasetKey.parse(pasted)).hasToString(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme",
        "acme/sales/data",
        "Acme/sales",
        "acme/a--b",
        "ac/me",
        "https://data.world/acme"
      })
  void what_is_no_dataset_is_refused(String pasted) {
    assertThatThrownBy(() -> DatasetKey.parse(pasted)).isInstanceOf(IllegalArgumentException.class);
  }
}
