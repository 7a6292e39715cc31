package io.writeback.camel;

import io.writeback.config.Settings;
import io.writeback.config.Suggestion;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.DatasetSourceType;
import io.writeback.dataset.Refreshable;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.schedule.SchedulePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;

/** One use of the component: an operation on a source, a destination or a writeback. */
final class WritebackEndpoint extends DefaultEndpoint {
  private static final String REFRESHED = "refreshed";
  private static final List<String> OPERATIONS =
      List.of("snapshot", "send", "accept", "request", "row", "rows");

  private final String operation;
  private final String subject;
  private final Map<String, String> options;

  WritebackEndpoint(
      String uri,
      WritebackComponent component,
      String operation,
      String subject,
      Map<String, String> options) {
    super(uri, component);
    this.operation = operation;
    this.subject = subject;
    this.options = options;
  }

  /** What the options say, as it was written. */
  Map<String, String> options() {
    return options;
  }

  @Override
  public Producer createProducer() {
    WritebackServices services = WritebackServices.of(getCamelContext());
    return switch (operation) {
      case "snapshot" ->
          new SnapshotProducer(
              this, read(services.sources(), "source", (type, settings) -> type.open(settings)));
      case "send" ->
          new SendProducer(
              this,
              services,
              read(
                  services.destinations(), "destination", (type, settings) -> type.open(settings)));
      case "accept" -> {
        Settings settings = settings();
        boolean wait = settings.bool("wait", false);
        SchedulePolicy terms = SchedulePolicy.of(settings);
        settings.orThrow();
        yield new AcceptProducer(
            this, services, Dispatcher.of(getCamelContext(), services), subject, wait, terms);
      }
      case "request" -> {
        settings().orThrow();
        yield new RequestProducer(this, services);
      }
      case "row" -> {
        settings().orThrow();
        yield new RowProducer(this, services, subject);
      }
      case "rows" -> {
        settings().orThrow();
        yield new RowsProducer(this, services, subject);
      }
      default -> throw unknown("operation", operation, OPERATIONS);
    };
  }

  private <T, R> R read(
      Map<String, T> types, String kind, java.util.function.BiFunction<T, Settings, R> reader) {
    T type = types.get(subject);
    if (type == null) {
      throw unknown(kind, subject, types.keySet());
    }
    Settings settings = settings();
    R read = reader.apply(type, settings);
    settings.orThrow();
    return read;
  }

  private Settings settings() {
    return new Settings("writeback:" + operation + "/" + subject, "", options);
  }

  private static ConfigurationException unknown(
      String kind, String name, java.util.Collection<String> names) {
    return new ConfigurationException(
        Code.BAD_ROUTE_FILE,
        "writeback:",
        "there is no %s \"%s\"; there are %s%s"
            .formatted(
                kind,
                name,
                String.join(", ", names),
                Suggestion.didYouMean(name, Set.copyOf(names))));
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    if (!operation.equals(REFRESHED)) {
      throw unknown("operation to start a route from", operation, List.of(REFRESHED));
    }
    WritebackServices services = WritebackServices.of(getCamelContext());
    Settings settings = settings();
    DatasetSourceType type = services.sources().get(subject);
    if (type == null) {
      throw unknown("source", subject, services.sources().keySet());
    }
    WatchPolicy terms = WatchPolicy.of(settings);
    DatasetSource source = type.open(settings);
    settings.orThrow();
    if (!(source instanceof Refreshable)) {
      throw new ConfigurationException(
          Code.BAD_ROUTE_FILE, "writeback:", subject + " does not tell when it was refreshed");
    }
    RefreshConsumer consumer =
        new RefreshConsumer(
            this, processor, services, Dispatcher.of(getCamelContext(), services), source, terms);
    configureConsumer(consumer);
    return consumer;
  }

  @Override
  public boolean isLenientProperties() {
    return true;
  }
}
