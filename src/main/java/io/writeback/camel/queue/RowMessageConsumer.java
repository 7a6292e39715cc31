package io.writeback.camel.queue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.camel.component.Start;
import io.writeback.camel.component.WritebackEndpoint;
import io.writeback.config.Settings;
import io.writeback.dataset.rows.RowsSource;
import io.writeback.engine.Duties;
import io.writeback.engine.Engine;
import io.writeback.engine.LogEvent;
import io.writeback.engine.ProcessEnd;
import io.writeback.engine.RowGroups;
import io.writeback.ledger.LedgerException;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.process.Periodic;
import io.writeback.queue.QueueSettings;
import io.writeback.queue.RowQueue;
import io.writeback.trigger.RowText;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Receives row messages and gathers their rows into runs; the route behind it gets the id of each
 * run.
 *
 * <p>A message is acknowledged when its row is in the ledger. An invalid one goes to the dead
 * letters, and the others continue.
 */
public final class RowMessageConsumer extends DefaultConsumer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BETWEEN_POLLS = Duration.ofMillis(100);

  private final RowQueue queue;
  private final QueueSettings settings;
  private final List<String> columns;
  private final RowGroups groups;
  private final ProcessEnd end;
  private final Duties duties;
  private final String duty;
  private boolean receives;
  private Consumer messages;
  private Periodic loop;

  /**
   * @param sources the source of a writeback; throws if it does not read row messages
   * @throws ConfigurationException with all that is wrong with the options of the use
   */
  public RowMessageConsumer(
      WritebackEndpoint endpoint,
      Processor route,
      QueueSettings settings,
      Function<String, RowsSource> sources,
      Engine engine) {
    super(endpoint, route);
    this.settings = settings;
    Settings options = endpoint.settings();
    queue = RowQueue.of(options);
    options.orThrow();
    if (!settings.isConfigured()) {
      throw new ConfigurationException(
          Code.MISSING_VALUE, "queue.url", "or queue.embedded=true is needed for row messages");
    }
    RowsSource source = sources.apply(queue.writeback());
    columns = source.columns();
    groups = engine.rowGroups(queue.writeback(), source.inbox());
    duties = engine.duties();
    duty = "rows of " + queue.writeback();
    end = engine.end();
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    messages =
        getEndpoint()
            .getCamelContext()
            .getEndpoint("jms:queue:" + queue.name())
            .createConsumer(this::receive);
    loop =
        new Periodic(
            "writeback-rows-" + queue.writeback(),
            "polling for gathered rows",
            Duration.ZERO,
            BETWEEN_POLLS,
            this::gather,
            end::isEndedBy);
  }

  /** One process at a time gathers: rows become runs in the order of their messages. */
  private void gather() {
    boolean mine = duties.isMine(duty);
    if (mine && !receives) {
      log("this process gathers rows of messages");
      groups.takeOver();
      listen();
      receives = true;
    } else if (!mine && receives) {
      log("another process gathers rows of messages");
      ServiceHelper.stopService(messages);
      receives = false;
    }
    if (mine) {
      groups.accept(queue.maxWait()).forEach(run -> Start.accepted(this, run));
    }
  }

  /** A process that cannot reach the broker leaves the rows to one that can. */
  private void listen() {
    try {
      // The listener of an endpoint that has not started waits for ever.
      ServiceHelper.startService(messages.getEndpoint(), messages);
    } catch (RuntimeException e) {
      duties.leave(duty);
      throw e;
    }
  }

  private void log(String what) {
    LogEvent.of(what).with("writeback", queue.writeback()).with("queue", queue.name()).info();
  }

  private void receive(Exchange exchange) throws Exception {
    try {
      Message message = MessageText.of(exchange);
      String text = null;
      String row;
      try {
        text = MessageText.of(message, settings.maxMessageBytes());
        row = JSON.writeValueAsString(RowText.cells(text, columns));
      } catch (WritebackException refused) {
        new DeadLetters(exchange.getContext(), settings).put(message, text, queue.name(), refused);
        return;
      }
      groups.add(row, queue.maxRows());
    } catch (Error e) {
      // Camel would log it, and the message be delivered again.
      FatalErrors.caught(e);
      throw e;
    }
  }

  /** The group that takes rows becomes a run too, so that the next process begins with it. */
  @Override
  protected void doStop() throws Exception {
    if (loop != null) {
      loop.close();
    }
    ServiceHelper.stopService(messages);
    if (receives) {
      receives = false;
      try {
        groups.accept(Duration.ZERO);
        duties.leave(duty);
      } catch (LedgerException e) {
        getExceptionHandler().handleException("gathered rows stay in the ledger", e);
      }
    }
    super.doStop();
  }
}
