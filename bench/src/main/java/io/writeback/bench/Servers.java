package io.writeback.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Processes of the packaged product with one folder, one PostgreSQL and one Artemis. */
final class Servers implements AutoCloseable {
  private static final long MILLIS_BETWEEN_TRIES = 500;
  private static final int TRIES = 100;

  private final BenchHome home;
  private final Database database;
  private final BrokerProcess broker;
  private final List<Process> processes = new ArrayList<>();

  Servers(BenchHome home) throws IOException, InterruptedException {
    this.home = home;
    this.database = new Database(freePort());
    this.broker =
        new BrokerProcess(freePort(), Files.createDirectories(home.folder().resolve("broker")));
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  Database database() {
    return database;
  }

  BrokerProcess broker() {
    return broker;
  }

  /**
   * What application.properties needs for both.
   *
   * @param port of the database, or of what stands in front of it
   */
  String keys(int port) {
    return """
        writeback.ledger=jdbc:postgresql://127.0.0.1:%d/postgres
        writeback.ledger-user=%s
        writeback.ledger-password=none
        queue.url=%s
        queue.username=%s
        queue.password=%s
        """
        .formatted(port, Database.USER, broker.url(), BrokerProcess.USER, BrokerProcess.PASSWORD);
  }

  /** Starts one more; its log is log-NUMBER in the folder. */
  synchronized void start() throws IOException {
    processes.add(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-Djdk.serialFilter=!*",
                "-Dwriteback.home=" + home.folder(),
                "-cp",
                BenchHome.PRODUCT.resolve("target/camel-writeback.jar").toString(),
                "io.writeback.App",
                "start")
            .redirectErrorStream(true)
            .redirectOutput(home.folder().resolve("log-" + processes.size()).toFile())
            .start());
  }

  synchronized int started() {
    return processes.size();
  }

  synchronized List<Process> alive() {
    return processes.stream().filter(Process::isAlive).toList();
  }

  /** Asks for a run by message, as long as the broker is not there. */
  void ask(String writeback, String id) throws JMSException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try (ActiveMQConnectionFactory factory =
              new ActiveMQConnectionFactory(
                  broker.url(), BrokerProcess.USER, BrokerProcess.PASSWORD);
          Connection connection = factory.createConnection();
          Session session = connection.createSession()) {
        session
            .createProducer(session.createQueue("writeback.requests"))
            .send(
                session.createTextMessage(
                    "{\"writeback\":\"%s\",\"requestId\":\"%s\"}".formatted(writeback, id)));
        return;
      } catch (JMSException e) {
        if (attempt == TRIES) {
          throw e;
        }
        Thread.sleep(MILLIS_BETWEEN_TRIES);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    processes.forEach(Process::destroyForcibly);
    for (Process process : processes) {
      process.waitFor();
    }
    broker.close();
    database.close();
  }
}
