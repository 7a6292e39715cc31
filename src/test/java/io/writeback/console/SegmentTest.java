package io.writeback.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.writeback.rows.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bar of a run: its parts add up, and a single row among millions can be seen. */
final class SegmentTest {
  @Test
  void the_parts_are_as_many_rows_and_as_wide_as_the_bar() {
    Tally tally = new Tally(3_000_000, 2_000_000, 1, 500_000, 300_000, 199_990, 4, 5);

    List<Segment> parts = Segment.of(tally, false);

    assertThat(parts.stream().mapToLong(Segment::rows).sum()).isEqualTo(tally.rows());
    assertThat(parts.stream().mapToDouble(Segment::width).sum())
        .isCloseTo(Segment.WIDTH, within(1e-6));
    assertThat(parts).allMatch(part -> part.rows() == 0 || part.width() >= 4);
    for (int i = 1; i < parts.size(); i++) {
      assertThat(parts.get(i).x())
          .isCloseTo(parts.get(i - 1).x() + parts.get(i - 1).width(), within(1e-6));
    }
  }

  @Test
  void what_was_not_sent_is_still_to_come_while_the_run_goes_on() {
    Tally tally = new Tally(10, 5, 0, 0, 0, 0, 2, 3);

    assertThat(Segment.of(tally, true))
        .extracting(Segment::name)
        .contains("in flight", "still to come");
    assertThat(Segment.of(tally, false)).extracting(Segment::name).contains("in doubt", "not sent");
    assertThat(Segment.of(Tally.NOTHING, false)).allMatch(part -> part.width() == 0);
  }
}
