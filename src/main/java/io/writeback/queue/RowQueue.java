package io.writeback.queue;

import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * A queue with one row a message: the parameters of {@code row-message-source}.
 *
 * @param name of the queue
 * @param writeback that the rows are for
 * @param maxRows how many rows complete a group
 * @param maxWait how long after its first row a group is complete however few it has
 */
public record RowQueue(String name, String writeback, int maxRows, Duration maxWait) {
  /** The ledger stores a group again with each of its rows. */
  private static final int MOST_ROWS = 1_000;

  private static final Option<String> QUEUE =
      Option.required(
              "queue",
              "the name of the queue that the row messages arrive on",
              "",
              QueueSettings.NAME,
              QueueSettings::name)
          .says("The queue that the messages arrive on.")
          .example("contact.rows");

  private static final Option<String> WRITEBACK =
      Option.required("writeback", "the name of the writeback to run")
          .says("The writeback whose source is `rows-dataset-action`.")
          .example("contacts");

  private static final Option<Integer> MAX_ROWS =
      Option.integer("maxRows", 100, 1, MOST_ROWS)
          .titled("Rows of a group")
          .says("How many rows complete a group, 1 to 1,000.");

  private static final Option<Duration> MAX_WAIT =
      Option.duration("maxWait", Duration.ofSeconds(5))
          .titled("Longest wait")
          .says("How long after its first row a group is complete, however few rows it has.")
          .example("1m");

  public static final RouteStep STEP =
      new RouteStep(
          "row-message-source",
          RouteStep.Kind.SOURCE,
          "Row messages",
          "Gathers the rows of a queue, one per message, into runs of a writeback; the body is the"
              + " id of the run.",
          "writeback:rows",
          List.of(QUEUE, WRITEBACK, MAX_ROWS, MAX_WAIT));

  public static RowQueue of(Settings settings) {
    return new RowQueue(
        QUEUE.in(settings), WRITEBACK.in(settings), MAX_ROWS.in(settings), MAX_WAIT.in(settings));
  }
}
