package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.writeback.http.SelfSigned;
import io.writeback.ledger.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.DefaultFtplet;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.ftplet.FtpletResult;
import org.apache.ftpserver.listener.Listener;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.ssl.SslConfigurationFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of an FTP server, with TLS and without, by the example of docs/sources.md. */
final class FtpFilesTest {
  private static final String WRITEBACK = "projects-from-ftps";
  private static final Duration SOON = Duration.ofSeconds(90);

  /** Has characters that a URI would have to escape. */
  private static final String SECRET = "p+w&d %2F#";

  @RegisterExtension private final SourcesHome home = new SourcesHome();
  private Path outgoing;

  /** The commands that the server got, in their order. */
  private final List<String> commands = new CopyOnWriteArrayList<>();

  @BeforeEach
  void outgoing() throws IOException {
    outgoing = Files.createDirectories(home.path("server/outgoing"));
    deliver("one.csv", "By FTP");
  }

  private void deliver(String name, String project) throws IOException {
    Path file =
        Files.writeString(
            outgoing.resolve(name), "ID,Name\n" + SourcesHome.ID + "," + project + "\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
  }

  /** A server with this certificate; the writeback trusts the one of {@code trusted}. */
  private void server(Path keys, Path trusted) throws Exception {
    ListenerFactory listener = new ListenerFactory();
    listener.setServerAddress("127.0.0.1");
    listener.setPort(0);
    SslConfigurationFactory tls = new SslConfigurationFactory();
    tls.setKeystoreFile(keys.toFile());
    tls.setKeystoreType("PKCS12");
    tls.setKeystorePassword(SelfSigned.PASSWORD);
    tls.setSslProtocol("TLSv1.2", "TLSv1.3");
    listener.setSslConfiguration(tls.createSslConfiguration());
    FtpServerFactory factory = new FtpServerFactory();
    Listener listening = listener.createListener();
    factory.addListener("default", listening);
    BaseUser user = new BaseUser();
    user.setName("writeback");
    user.setPassword(SECRET);
    user.setHomeDirectory(home.path("server").toString());
    user.setAuthorities(List.of(new WritePermission()));
    factory.getUserManager().save(user);
    factory
        .getFtplets()
        .put(
            "commands",
            new DefaultFtplet() {
              @Override
              public FtpletResult beforeCommand(FtpSession session, FtpRequest request) {
                commands.add(request.getCommand() + " " + request.getArgument());
                return FtpletResult.DEFAULT;
              }
            });
    FtpServer server = factory.createServer();
    server.start();
    home.closing(server::stop);
    home.set("projects.ftps", "127.0.0.1:" + listening.getPort() + "/outgoing")
        .set("projects.ftps-user", "writeback")
        .set("projects.ftps-password", SECRET)
        .set("projects.ftps-trust", trustStore(trusted).toString())
        .set("projects.ftps-trust-password", SelfSigned.PASSWORD);
  }

  private Path trustStore(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(SelfSigned.certificate(keys))) {
      store.setCertificateEntry(
          "ftps", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    Path file = home.path("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, SelfSigned.PASSWORD.toCharArray());
    }
    return file;
  }

  private Path keys(String folder, String names) throws Exception {
    return SelfSigned.keys(Files.createDirectories(home.path(folder)), names);
  }

  private void assertDelivered() {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(home.states(WRITEBACK)).containsExactly(RunState.COMPLETE));
    assertThat(home.nameAtDestination()).isEqualTo("By FTP");
    await().atMost(SOON).until(() -> names(outgoing.resolve(".done")).size() == 1);
    assertThat(names(outgoing)).doesNotContain("one.csv");
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.of()) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void files_of_a_server_with_tls_are_runs_and_their_rows_are_encrypted_on_the_way()
      throws Exception {
    Path keys = keys("keys", "ip:127.0.0.1");
    server(keys, keys);

    home.example("ftps").start();

    assertDelivered();
    assertThat(commands).contains("PROT P");
    assertThat(commands.get(0)).isEqualTo("AUTH TLS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip:127.0.0.1", "dns:other.example"})
  void a_server_with_another_certificate_or_name_is_refused_before_the_password(String names)
      throws Exception {
    Path keys = keys("keys", names);
    boolean trusted = names.startsWith("dns:");
    server(keys, trusted ? keys : keys("others", names));

    home.example("ftps").start();

    await().atMost(SOON).until(() -> commands.contains("AUTH TLS"));
    await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(commands).noneMatch(command -> command.matches("(USER|PASS|RETR).*")));
    assertThat(home.states(WRITEBACK)).isEmpty();
    assertThat(names(outgoing)).contains("one.csv");
  }

  @Test
  void files_of_a_server_without_tls_are_runs_too() throws Exception {
    Path keys = keys("keys", "ip:127.0.0.1");
    server(keys, keys);
    home.example("ftps");
    String route = home.read("routes/ftps.camel.yaml");
    home.file(
        "routes/ftps.camel.yaml",
        route.replace("uri: ftps:", "uri: ftp:").replaceAll("(?m)^ *ftpClient\\..*\\n", ""));

    home.start();

    assertDelivered();
    assertThat(commands).noneMatch(command -> command.startsWith("AUTH"));
  }
}
