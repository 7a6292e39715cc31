package io.writeback.camel.component;

import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** One use of the component: an operation on a source, a destination or a writeback. */
public final class WritebackEndpoint extends DefaultEndpoint {
  private final Operations operations;
  private final String operation;
  private final String subject;
  private final Map<String, String> options;

  WritebackEndpoint(
      String uri,
      WritebackComponent component,
      Operations operations,
      String operation,
      String subject,
      Map<String, String> options) {
    super(uri, component);
    this.operations = operations;
    this.operation = operation;
    this.subject = subject;
    this.options = options;
  }

  /** What the operation works on: {@code workfront}, or the name of a writeback. */
  public String subject() {
    return subject;
  }

  public Map<String, String> options() {
    return options;
  }

  /** The options, to be read and closed by the operation. */
  public Settings settings() {
    return new Settings("writeback:" + operation + "/" + subject, "", options);
  }

  @Override
  public Producer createProducer() {
    Processor step = named(operations.steps(), "operation", operation).open(this);
    return new DefaultProducer(this) {
      @Override
      public void process(Exchange exchange) throws Exception {
        step.process(exchange);
      }
    };
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Consumer consumer =
        named(operations.starts(), "operation to start a route from", operation)
            .consumer(this, processor);
    configureConsumer(consumer);
    return consumer;
  }

  /**
   * Finds something by its name.
   *
   * @throws ConfigurationException with the names that there are
   */
  static <T> T named(Map<String, T> all, String kind, String name) {
    T found = all.get(name);
    if (found == null) {
      throw new ConfigurationException(
          Code.BAD_ROUTE_FILE,
          "writeback:",
          "there is no %s \"%s\"; there are %s%s"
              .formatted(
                  kind,
                  name,
                  String.join(", ", all.keySet()),
                  Suggestion.didYouMean(name, all.keySet())));
    }
    return found;
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }
}
