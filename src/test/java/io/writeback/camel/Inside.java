package io.writeback.camel;

import io.writeback.alert.Endpoints;
import io.writeback.console.Catalogue;
import io.writeback.engine.MissedFireWatch;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;

/** What tests of whole processes need from the inside of one. */
public final class Inside {
  private Inside() {}

  public static CamelContext context(WritebackMain main) {
    return main.context();
  }

  /** What messages of alerts are sent to. */
  public static Endpoints endpoints(CamelContext context) {
    return new CamelEndpoints(context);
  }

  /** What catches up on missed fires. */
  public static MissedFireWatch fires(WritebackMain main) {
    return main.fires();
  }

  /** The queue and the API of a process that the test puts together itself. */
  public static final class Listening implements AutoCloseable {
    private final Triggers triggers;

    public Listening(CamelContext context, WritebackRuntime runtime, Set<String> writebacks) {
      triggers =
          new Triggers(
              context,
              runtime,
              new Catalogue(
                  writebacks.stream()
                      .map(
                          name -> new Catalogue.Writeback(name, "", "routes", List.of(), List.of()))
                      .toList(),
                  List.of()));
    }

    /** Before the routes start. */
    public void prepare() throws Exception {
      triggers.prepare();
    }

    /** After the routes have started. */
    public void listen() throws Exception {
      triggers.listen();
    }

    @Override
    public void close() {
      triggers.close();
    }
  }
}
