package io.writeback.camel.queue;

import io.writeback.camel.component.Start;
import io.writeback.camel.component.WritebackEndpoint;
import io.writeback.config.Settings;
import io.writeback.dataset.rows.RowInbox;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.engine.ProcessEnd;
import io.writeback.engine.RowGroups;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.queue.QueueSettings;
import io.writeback.queue.RowQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;

/** Starts routes that begin with row messages. */
public final class RowMessages implements Start {
  private final QueueSettings queue;
  private final Function<String, RowsSource> sources;
  private final BiFunction<String, RowInbox, RowGroups> groups;
  private final ProcessEnd end;

  /**
   * @param sources the source of a writeback, which throws if it does not read row messages
   * @param groups the rows of a writeback on their way into its inbox
   */
  public RowMessages(
      QueueSettings queue,
      Function<String, RowsSource> sources,
      BiFunction<String, RowInbox, RowGroups> groups,
      ProcessEnd end) {
    this.queue = queue;
    this.sources = sources;
    this.groups = groups;
    this.end = end;
  }

  @Override
  public Consumer consumer(WritebackEndpoint endpoint, Processor route) {
    Settings settings = endpoint.settings();
    RowQueue rows = RowQueue.of(settings);
    settings.orThrow();
    if (!queue.isConfigured()) {
      throw new ConfigurationException(
          Code.MISSING_VALUE, "queue.url", "or queue.embedded=true is needed for row messages");
    }
    RowsSource source = sources.apply(rows.writeback());
    return new RowMessageConsumer(
        endpoint,
        route,
        rows,
        queue,
        source.columns(),
        groups.apply(rows.writeback(), source.inbox()),
        end);
  }
}
