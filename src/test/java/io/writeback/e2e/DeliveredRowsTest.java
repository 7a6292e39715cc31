package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.Child;
import io.writeback.TestPorts;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.queue.Brokers;
import jakarta.jms.BytesMessage;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that come with what starts a run: files of a directory or a server, messages. */
final class DeliveredRowsTest {
  private static final String FILES = "projects-from-files";
  private static final Duration SOON = Duration.ofSeconds(90);

  @RegisterExtension private final SourcesHome home = new SourcesHome();
  private Path inbox;

  @BeforeEach
  void inbox() throws IOException {
    inbox = Files.createDirectories(home.path("inbox"));
    home.set("projects.directory", inbox.toString());
  }

  /** Delivers a file as it should be: under another name until it is whole. */
  private static Path deliver(Path directory, String name, String content) {
    try {
      Path unfinished = Files.writeString(directory.resolve(name + ".part"), content);
      Files.setLastModifiedTime(
          unfinished, FileTime.fromMillis(System.currentTimeMillis() - 5_000));
      return Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a file behind when a step is tried again. */
  private static final String WATCH =
      """
      import java.nio.file.Files;
      import java.nio.file.Path;
      import org.apache.camel.Processor;
      import org.apache.camel.builder.RouteBuilder;

      public class Watch extends RouteBuilder {
        @Override
        public void configure() {
          Processor watch = exchange -> Files.writeString(Path.of("%s"), "");
          getContext().getRegistry().bind("watch", watch);
        }
      }
      """;

  private static String csv(String name) {
    return "ID,Name\n" + SourcesHome.ID + "," + name + "\n";
  }

  private void awaitStates(String writeback, RunState... states) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(home.states(writeback)).containsExactly(states));
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_file_that_appears_is_a_run_and_is_moved_away() {
    home.example("directory").start();

    deliver(inbox, "one.csv", csv("By file"));

    awaitStates(FILES, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("By file");
    assertThat(home.runs(FILES).get(0).source()).isEqualTo("csv of the message body, one.csv");
    await().atMost(SOON).until(() -> names(inbox.resolve(".done")).size() == 1);
    assertThat(names(inbox)).doesNotContain("one.csv");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(home.path("data/bodies"))
                    .as("removed with the snapshot")
                    .isEmptyDirectory());
  }

  @Test
  void files_that_come_quickly_one_after_the_other_are_runs_in_their_order() {
    home.example("directory");
    for (int file = 1; file <= 5; file++) {
      Path there = deliver(inbox, file + ".csv", csv("File " + file));
      there.toFile().setLastModified(1_700_000_000_000L + file * 10_000);
    }
    home.start();

    awaitStates(
        FILES,
        RunState.COMPLETE,
        RunState.COMPLETE,
        RunState.COMPLETE,
        RunState.COMPLETE,
        RunState.COMPLETE);
    assertThat(home.runs(FILES))
        .extracting(RunEntry::source)
        .containsExactly(
            "csv of the message body, 1.csv",
            "csv of the message body, 2.csv",
            "csv of the message body, 3.csv",
            "csv of the message body, 4.csv",
            "csv of the message body, 5.csv");
    assertThat(home.nameAtDestination()).isEqualTo("File 5");
  }

  @Test
  void the_same_file_delivered_twice_is_one_run_and_with_other_content_another() throws Exception {
    home.example("directory").start();
    FileTime time = FileTime.fromMillis(1_700_000_000_000L);
    Files.setLastModifiedTime(deliver(inbox, "a.csv", csv("One")), time);
    awaitStates(FILES, RunState.COMPLETE);
    await().atMost(SOON).until(() -> !names(inbox).contains("a.csv"));

    Path again = home.path("a.csv");
    Files.writeString(again, csv("One"));
    Files.setLastModifiedTime(again, time);
    Files.move(again, inbox.resolve("a.csv"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(SOON).until(() -> !names(inbox).contains("a.csv"));
    assertThat(home.states(FILES)).hasSizeBetween(1, 2);
    deliver(inbox, "a.csv", csv("Two"));

    await().atMost(SOON).until(() -> home.nameAtDestination().equals("Two"));
    assertThat(home.runs(FILES).size()).isLessThanOrEqualTo(3);
  }

  @Test
  void a_file_that_is_no_csv_sends_nothing_and_may_come_again_corrected_or_not() {
    home.example("directory").start();
    String before = home.nameAtDestination();

    deliver(inbox, "bad.csv", "ID,Name\n" + SourcesHome.ID + ",\"never closed\n");
    awaitStates(FILES, RunState.FAILED);
    assertThat(home.nameAtDestination()).isEqualTo(before);
    deliver(inbox, "bad.csv", csv("Corrected"));

    awaitStates(FILES, RunState.FAILED, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("Corrected");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ACCEPT:before:1", "ACCEPT:after:1", "SNAPSHOT:before:1", "SNAPSHOT:after:1"})
  void a_process_that_is_killed_loses_no_file_and_runs_none_twice(String failPoint)
      throws Exception {
    home.example("directory");
    deliver(inbox, "one.csv", csv("After the kill"));
    Process dying = Child.start(home, Child.failingAt(home, failPoint), "start");
    assertThat(dying.waitFor(180, TimeUnit.SECONDS)).isTrue();
    assertThat(dying.exitValue()).as(Child.tail(home)).isEqualTo(137);

    home.start();

    awaitStates(FILES, RunState.COMPLETE);
    await().atMost(SOON).until(() -> !names(inbox).contains("one.csv"));
    awaitStates(FILES, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("After the kill");
  }

  @Test
  void a_run_by_hand_has_no_data_and_takes_none_of_a_waiting_file() {
    home.example("directory");

    var done = home.run("run", FILES, "--json");

    assertThat(done.exitCode()).isNotZero();
    assertThat(done.json().get("code").asText()).isEqualTo("WB-116");
  }

  /** An SFTP server with a folder of files, as the example reads them. */
  private Path sftp() throws Exception {
    Path outgoing = Files.createDirectories(home.path("server/outgoing"));
    var hostKey = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var userKey = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator((user, key, session) -> key.equals(userKey.getPublic()));
    server.setFileSystemFactory(new VirtualFileSystemFactory(home.path("server")));
    server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
    server.start();
    home.closing(server::stop);
    home.file(
        "key.pem",
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(userKey.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    home.file(
        "known_hosts",
        "[127.0.0.1]:%d %s%n"
            .formatted(server.getPort(), PublicKeyEntry.toString(hostKey.getPublic())));
    home.set("projects.sftp", "127.0.0.1:" + server.getPort() + "/outgoing")
        .set("projects.sftp-user", "writeback")
        .set("projects.sftp-key", home.path("key.pem").toString())
        .set("projects.sftp-hosts", home.path("known_hosts").toString());
    return outgoing;
  }

  @Test
  void files_of_an_sftp_server_are_runs() throws Exception {
    Path outgoing = sftp();
    deliver(outgoing, "one.csv", csv("By SFTP").replace(',', ';'));
    home.example("sftp").start();

    awaitStates("projects-from-sftp", RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("By SFTP");
    await().atMost(SOON).until(() -> names(outgoing.resolve(".done")).size() == 1);
    assertThat(names(outgoing)).doesNotContain("one.csv");
  }

  /** More than the snapshot may have; all of it valid, so that a part of it would be a run. */
  private String tooLarge() {
    home.set("writeback.snapshot-quota", "100000");
    return "ID,Name\n" + (SourcesHome.ID + ",Too large\n").repeat(5_000);
  }

  private static void assertPutAside(Path directory, String content) throws IOException {
    await().atMost(SOON).until(() -> names(directory.resolve(".failed")).size() == 1);
    Path aside = directory.resolve(".failed").resolve(names(directory.resolve(".failed")).get(0));
    assertThat(Files.readString(aside)).isEqualTo(content);
    assertThat(names(directory)).noneMatch(name -> name.endsWith(".csv"));
  }

  @Test
  void a_file_that_cannot_be_kept_is_put_aside_and_holds_up_no_other() throws Exception {
    String content = tooLarge();
    deliver(inbox, "1.csv", content).toFile().setLastModified(1_700_000_000_000L);
    deliver(inbox, "2.csv", csv("The next one"));

    home.example("directory").start();

    awaitStates(FILES, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("The next one");
    assertPutAside(inbox, content);
    assertThat(names(home.path("data/bodies"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_file_of_a_server_that_cannot_be_kept_is_put_aside_and_never_in_part_a_run(boolean again)
      throws Exception {
    Path outgoing = sftp();
    String content = tooLarge().replace(',', ';');
    deliver(outgoing, "1.csv", content).toFile().setLastModified(1_700_000_000_000L);
    deliver(outgoing, "2.csv", csv("The next one").replace(',', ';'));
    home.example("sftp");
    if (again) {
      String route = home.read("routes/sftp.camel.yaml");
      home.file(
          "routes/sftp.camel.yaml",
          route.replace(
              "    id: projects-sftp-files\n",
              """
                  id: projects-sftp-files
                  errorHandler:
                    defaultErrorHandler:
                      redeliveryPolicy:
                        maximumRedeliveries: 3
                        redeliveryDelay: 1
              """
                  .indent(0)));
    }
    home.start();

    awaitStates("projects-from-sftp", RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("The next one");
    assertPutAside(outgoing, content);
    assertThat(home.runs("projects-from-sftp")).hasSize(1);
  }

  @Test
  void a_file_is_a_run_as_soon_as_there_is_room_for_it() throws Exception {
    Path bodies = home.path("data/bodies");
    home.file("routes/Watch.java", WATCH.formatted(home.path("tried")));
    home.example("directory");
    home.file(
        "routes/directory.camel.yaml",
        home.read("routes/directory.camel.yaml")
            .replace(
                "      defaultErrorHandler:\n",
                "      defaultErrorHandler:\n        onRedeliveryRef: watch\n"));
    home.start();
    Files.writeString(bodies, "in the way");
    deliver(inbox, "1.csv", csv("At last"));
    await().atMost(SOON).until(() -> Files.exists(home.path("tried")));

    Files.delete(bodies);

    awaitStates(FILES, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("At last");
  }

  @Test
  void a_message_that_cannot_be_kept_is_a_dead_letter_and_holds_up_no_other() throws Exception {
    int port = TestPorts.unused();
    Brokers.keys(port).forEach(home::set);
    home.set("writeback.snapshot-quota", "100000").set("queue.max-message-bytes", "1000000");
    home.example("queue-data").start();
    ConnectionFactory client = Brokers.trusting(port);
    String rows = "[{\"ID\":\"%s\",\"Name\":\"%s\"}]";
    String large = rows.formatted(SourcesHome.ID, "x".repeat(110_000));
    byte[] bytes = {1, 2, 3};

    Brokers.send(client, "projects.data", large);
    Brokers.send(
        client,
        "projects.data",
        session -> {
          BytesMessage message = session.createBytesMessage();
          message.writeBytes(bytes);
          return message;
        });
    Brokers.send(client, "projects.data", rows.formatted(SourcesHome.ID, "The next one"));

    awaitStates("projects-from-queue", RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("The next one");
    Message first = Brokers.receive(client, "writeback.dead-letters");
    assertThat(first.getBody(String.class)).isEqualTo(large);
    assertThat(first.getStringProperty("writebackCode")).isEqualTo("WB-210");
    assertThat(first.getStringProperty("writebackQueue")).isEqualTo("projects.data");
    Message second = Brokers.receive(client, "writeback.dead-letters");
    assertThat(second.getBody(byte[].class)).isEqualTo(bytes);
    assertThat(second.getStringProperty("writebackCode")).isEqualTo("WB-141");
  }

  @Test
  void messages_that_carry_rows_are_runs_in_their_order() throws Exception {
    int port = TestPorts.unused();
    Brokers.keys(port).forEach(home::set);
    home.example("queue-data").start();
    ConnectionFactory client = Brokers.trusting(port);
    String rows = "[{\"ID\":\"%s\",\"Name\":\"%s\"}]";

    Brokers.send(client, "projects.data", rows.formatted(SourcesHome.ID, "First é"));
    Brokers.send(client, "projects.data", rows.formatted(SourcesHome.ID, "Second é"));

    awaitStates("projects-from-queue", RunState.COMPLETE, RunState.COMPLETE);
    assertThat(home.nameAtDestination()).isEqualTo("Second é");
  }

  @Test
  void mistakes_about_data_are_found_at_the_start() {
    home.csvToWorkfront("other", "x.csv").file("x.csv", csv("x"));
    home.example("directory");
    String route = home.read("routes/directory.camel.yaml");
    home.file(
        "routes/directory.camel.yaml",
        route.replace("keepBody: true", "keepBody: false")
            + """
              - route:
                  id: kept-for-other
                  from:
                    uri: file:other
                    steps:
                      - to: kamelet:writeback-run-action?writeback=other&keepBody=true
              - route:
                  id: kept-of-a-schedule
                  from:
                    uri: quartz:writeback/x?trigger.repeatInterval=3600000
                    steps:
                      - to: kamelet:writeback-run-action?writeback=projects-from-files&keepBody=true
              """);

    assertThat(home.run("list").out())
        .contains("starts projects-from-files without data")
        .contains("keepBody keeps data that other does not read")
        .contains("a schedule brings none");
  }
}
