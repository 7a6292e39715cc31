package io.writeback.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Asks the packaged product for many runs by message, and measures how fast they are accepted and
 * done, and how many requests to the destination are in flight meanwhile.
 *
 * <p>Arguments: requests, writebacks, rows of each, concurrency of the account, latency in ms. Run
 * it by {@code bench/queue}.
 */
public final class Requests {
  private static final List<String> OBJECTS =
      List.of("project", "task", "optask", "user", "portfolio", "program", "company", "group");
  private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
  private static final Pattern RUN = Pattern.compile("\"run\":\"([^\"]+)\"");
  private static final Pattern IDS = Pattern.compile("\"requestIds\":\\[([^\\]]*)]");
  private static final long SILENCE_MILLIS = 120_000;

  private final int requests;
  private final int writebacks;
  private final Set<String> accepted = new HashSet<>();
  private final Set<String> complete = new HashSet<>();
  private final Set<String> completedRuns = new HashSet<>();
  private long allAccepted;

  private Requests(int requests, int writebacks) {
    this.requests = requests;
    this.writebacks = writebacks;
  }

  public static void main(String[] args) throws Exception {
    int requests = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
    int writebacks = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    int rows = args.length > 2 ? Integer.parseInt(args[2]) : 1_000;
    int concurrency = args.length > 3 ? Integer.parseInt(args[3]) : 10;
    long latency = args.length > 4 ? Long.parseLong(args[4]) : 500;
    new Requests(requests, writebacks).run(rows, concurrency, latency);
  }

  private void run(int rows, int concurrency, long latency) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(latency, request -> {})) {
      home.configure(echo.port(), concurrency, "full");
      home.writeRows(rows, row -> row);
      home.withQueue(port, writebacks, OBJECTS);
      Process product = home.server();
      try {
        measure(port, echo, concurrency);
      } finally {
        product.destroy();
        product.waitFor();
      }
    }
  }

  private void measure(int port, EchoWorkfront echo, int concurrency) throws Exception {
    try (ActiveMQConnectionFactory factory =
            new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port, "bench", "bench");
        Connection connection = connect(factory);
        Session session = connection.createSession()) {
      long begin = System.nanoTime();
      MessageProducer producer = session.createProducer(session.createQueue("writeback.requests"));
      for (int number = 0; number < requests; number++) {
        producer.send(
            session.createTextMessage(
                "{\"writeback\":\"bench-%d\",\"requestId\":\"bench-%d\"}"
                    .formatted(number % writebacks, number)));
      }
      double sent = (System.nanoTime() - begin) / 1e9;
      MessageConsumer events = session.createConsumer(session.createQueue("writeback.events"));
      while (complete.size() < requests) {
        TextMessage event = (TextMessage) events.receive(SILENCE_MILLIS);
        if (event == null) {
          throw new IllegalStateException(
              "no event for long: %d of %d are complete".formatted(complete.size(), requests));
        }
        note(event.getText());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "requests %,d  writebacks %d  sent in %.1f s  accepted (by their events) in %.1f s, %,.0f/s%n",
          requests,
          writebacks,
          sent,
          (allAccepted - begin) / 1e9,
          requests / ((allAccepted - begin) / 1e9));
      System.out.printf(
          Locale.ROOT,
          "runs %,d, each COMPLETE once  all done in %.1f s, %,.1f requests/s  calls %,d  in flight"
              + " mean %.2f of %d (%.0f %%), most %d%n",
          completedRuns.size(),
          seconds,
          requests / seconds,
          echo.requests(),
          echo.meanInFlight(),
          concurrency,
          100 * echo.meanInFlight() / concurrency,
          echo.mostInFlight());
    }
  }

  private static Connection connect(ActiveMQConnectionFactory factory) throws Exception {
    for (int attempt = 0; ; attempt++) {
      try {
        Connection connection = factory.createConnection();
        connection.start();
        return connection;
      } catch (JMSException e) {
        if (attempt == 120) {
          throw e;
        }
        Thread.sleep(500);
      }
    }
  }

  private void note(String event) {
    String state = found(STATE, event);
    String run = found(RUN, event);
    List<String> ids = new ArrayList<>(List.of(found(IDS, event).split(",")));
    if (state.equals("ACCEPTED")) {
      accepted.addAll(ids);
      if (accepted.size() == requests && allAccepted == 0) {
        allAccepted = System.nanoTime();
      }
    } else if (state.equals("COMPLETE")) {
      if (!completedRuns.add(run)) {
        throw new IllegalStateException(run + " is COMPLETE twice");
      }
      complete.addAll(ids);
    } else if (!state.equals("SNAPSHOT") && !state.equals("RUNNING")) {
      throw new IllegalStateException(event);
    }
  }

  private static String found(Pattern pattern, String event) {
    Matcher matcher = pattern.matcher(event);
    if (!matcher.find()) {
      throw new IllegalStateException(event);
    }
    return matcher.group(1);
  }
}
