package io.writeback.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.TestPorts;
import io.writeback.camel.Inside;
import io.writeback.camel.WritebackRuntime;
import io.writeback.cli.Home;
import io.writeback.queue.Brokers;
import io.writeback.run.ProgressListener;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A server in this process, with an embedded broker and the writeback {@code projects}. */
final class QueueServer implements AutoCloseable {
  static final String ID = "fe13aebd50b0933b335d4428e2521b1e";

  final Sandbox sandbox;
  final CamelContext context;
  final WritebackRuntime runtime;
  final ConnectionFactory client;
  private final Inside.Listening triggers;

  /** Opens it in a project, which closes it. */
  QueueServer(Home home, Map<String, String> more, RouteBuilder... routes) throws Exception {
    int port = TestPorts.unused();
    sandbox = home.sandbox(SandboxSettings.onFreePorts());
    home.closing(this);
    home.file("projects.csv", "ID,Name\n" + ID + ",By message\n");
    Map<String, String> keys =
        new TreeMap<>(more.containsKey("queue.url") ? Map.of() : Brokers.keys(port));
    keys.putAll(PlainRuntime.workfront(sandbox));
    keys.putAll(more);
    context = new DefaultCamelContext();
    Set<String> names = Set.of("projects", "project-rows");
    runtime = PlainRuntime.in(context, home.folder(), keys, ProgressListener.NONE, names);
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from("direct:projects")
                .routeId("projects")
                .to("kamelet:csv-dataset-action?file=projects.csv")
                .to("kamelet:workfront-update-sink?object=project");
          }
        });
    for (RouteBuilder route : routes) {
      context.addRoutes(route);
    }
    triggers = new Inside.Listening(context, runtime, names);
    triggers.prepare();
    runtime.dispatch();
    context.start();
    triggers.listen();
    client =
        more.containsKey("queue.url")
            ? new ActiveMQConnectionFactory(more.get("queue.url"), Brokers.USER, Brokers.PASSWORD)
            : Brokers.trusting(port);
  }

  /** Adds the routes of the example for rows. */
  void exampleRoutes() throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(
            ResourceHelper.resolveResource(
                context, "file:" + Path.of("routes/examples/row-messages.camel.yaml")));
  }

  static String request(String id) {
    return "{\"writeback\":\"projects\",\"requestId\":\"" + id + "\"}";
  }

  void ask(String text) throws JMSException {
    Brokers.send(client, "writeback.requests", text);
  }

  /** The next event; fails if none comes. */
  JsonNode event() throws Exception {
    Message message = Brokers.receive(client, "writeback.events");
    if (message == null) {
      throw new AssertionError("no event came");
    }
    return new ObjectMapper().readTree(((TextMessage) message).getText());
  }

  /** The next dead letter; fails if none comes. */
  TextMessage deadLetter() throws JMSException {
    Message message = Brokers.receive(client, "writeback.dead-letters");
    if (message == null) {
      throw new AssertionError("no dead letter came");
    }
    return (TextMessage) message;
  }

  @Override
  public void close() throws IOException {
    context.stop();
    triggers.close();
    runtime.close();
  }
}
