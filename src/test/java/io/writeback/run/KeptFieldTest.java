package io.writeback.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.writeback.destination.Difference;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFieldTest {
  private static final KeptField TEXT =
      new KeptField(2, "id", "name", "new", "of a colleague", "old");
  private static final KeptField NUMBER =
      new KeptField(2, "id", "budget", 7L, new BigDecimal("1.50"), null);
  private static final KeptField GONE = KeptField.gone(5, "other");

  @TempDir private Path folder;

  private RunFiles written() {
    try (KeptField.Writer writer = new KeptField.Writer(folder.resolve(RunFiles.KEPT))) {
      writer.add(TEXT);
      writer.add(NUMBER);
      writer.add(GONE);
      writer.finish();
    }
    return new RunFiles(folder);
  }

  @Test
  void what_was_written_is_read_with_its_types() {
    RunFiles.Kept kept = written().kept(9);

    assertThat(kept.fields()).isEqualTo(3);
    assertThat(kept.first()).containsExactly(TEXT, NUMBER, GONE);
    assertThat(kept.first().get(2).isGone()).isTrue();
  }

  @Test
  void only_the_first_ones_are_read_if_that_is_asked_for() {
    RunFiles.Kept kept = written().kept(1);

    assertThat(kept.fields()).isEqualTo(3);
    assertThat(kept.first()).containsExactly(TEXT);
  }

  @Test
  void they_are_found_by_their_row_in_ascending_order() {
    try (KeptField.Reader reader = new KeptField.Reader(written().keptFile())) {
      assertThat(reader.ofRow(1)).isEmpty();
      assertThat(reader.ofRow(2)).containsExactly(TEXT, NUMBER);
      assertThat(reader.ofRow(4)).isEmpty();
      assertThat(reader.ofRow(5)).containsExactly(GONE);
      assertThat(reader.ofRow(6)).isEmpty();
    }
  }

  @Test
  void a_run_that_is_no_undo_keeps_nothing() {
    assertThat(new RunFiles(folder).kept(9)).isEqualTo(new RunFiles.Kept(0, List.of()));
  }

  @Test
  void people_see_the_three_values() {
    assertThat(TEXT.sentence())
        .isEqualTo(
            "name is \"of a colleague\" now and is kept; the run wrote \"new\", and before that it was \"old\"");
    assertThat(NUMBER.sentence()).contains("\"1.50\"", "\"7\"", "it was blank");
    assertThat(GONE.sentence()).isEqualTo("it is not there any more, or not visible");
  }

  @Test
  void beside_other_fields_it_differs_from_what_was_wanted() {
    assertThat(TEXT.difference()).isEqualTo(new Difference("name", "old", "of a colleague"));
    assertThat(NUMBER.difference()).isEqualTo(new Difference("budget", "(empty)", "1.50"));
  }
}
