package io.writeback.queue;

import io.writeback.config.Settings;
import java.time.Duration;

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

  public static RowQueue of(Settings settings) {
    settings.required("queue", "the name of the queue that the row messages arrive on");
    return new RowQueue(
        QueueSettings.name(settings, "queue", ""),
        settings.required("writeback", "the name of the writeback to run"),
        settings.integer("maxRows", 100, 1, MOST_ROWS),
        settings.duration("maxWait", Duration.ofSeconds(5)));
  }
}
