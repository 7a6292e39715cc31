package io.writeback.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.SandboxSettings;
import io.writeback.sandbox.dataworld.DataWorld;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An ASCII-only platform, as under cron and in containers, in separate processes. */
class PlatformTest {
  private static final Map<String, String> ASCII = Map.of("LC_ALL", "C", "PW", "pä€");

  @TempDir private Path folder;
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private HttpServer domo;
  private Path home;

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(folder.resolve("Mühle"));
    domo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    domo.createContext(
        "/",
        exchange -> {
          logins.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(401, -1);
          exchange.close();
        });
    domo.start();
    write(
        "application.properties",
        """
        account.domo-Süd.url=http://127.0.0.1:%d
        account.domo-Süd.allow-private=true
        account.domo-Süd.client-id=Jürgen
        account.domo-Süd.client-secret={{env:PW}}
        """
            .formatted(domo.getAddress().getPort()));
    write(
        "routes/Übersicht.camel.yaml",
        """
        - route:
            id: Übersicht
            group: writeback
            description: Größe – 大
            from:
              uri: direct:Übersicht
              steps:
                - to:
                    uri: kamelet:csv-dataset-action
                    parameters:
                      file: Übersicht.csv
                - to:
                    uri: kamelet:data-world-file-sink
                    parameters:
                      dataset: acme/data
                      fileName: Ünï 大
                      account: none
        """);
  }

  @AfterEach
  void close() {
    domo.stop(0);
  }

  private void write(String name, String text) throws IOException {
    Files.createDirectories(home.resolve(name).getParent());
    Files.writeString(home.resolve(name), text);
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended ended(List<String> line) throws Exception {
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(err);
    // An outer build may have set another one of these.
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(ASCII);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out, Files.readString(err.toPath()));
  }

  /** The launcher as it is shipped, with a jar that only names the classes under test. */
  private Ended launched(String... command) throws Exception {
    Path launcher = home.resolve("writeback");
    Files.copy(Path.of("writeback"), launcher);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.writeback.App");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = home.resolve("target/camel-writeback.jar");
    Files.createDirectory(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    List<String> line = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    line.addAll(List.of(command));
    return ended(line);
  }

  /** Java without the launcher, as from a user's own script. */
  private Ended ascii(Path project, String... command) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=US-ASCII",
                "-Dwriteback.home=" + project,
                "-cp",
                System.getProperty("java.class.path"),
                "io.writeback.App"));
    line.addAll(List.of(command));
    return ended(line);
  }

  @Test
  void the_launcher_reads_names_arguments_files_and_the_environment_in_utf_8() throws Exception {
    Ended ended = launched("discover", "domo", "--account", "domo-Süd", "--set", "note=Übersicht");

    assertThat(ended.err()).contains("WB-204").contains("account.domo-Süd.client-");
    assertThat(logins)
        .isNotEmpty()
        .allSatisfy(
            login ->
                assertThat(
                        new String(
                            Base64.getDecoder().decode(login.replace("Basic ", "")),
                            StandardCharsets.UTF_8))
                    .isEqualTo("Jürgen:pä€"));
  }

  @Test
  void the_launcher_starts_a_writeback_whose_name_and_values_are_no_ascii() throws Exception {
    Ended ended = launched("list");

    assertThat(ended.out())
        .contains("Übersicht")
        .contains("Größe – 大 (routes/Übersicht.camel.yaml)")
        .doesNotContain("\uFFFD")
        .doesNotContain("WB-103");
  }

  @Test
  void without_the_launcher_a_secret_that_cannot_be_read_is_refused_with_the_reason()
      throws Exception {
    Path ascii = Files.createDirectory(folder.resolve("ascii"));
    Files.writeString(
        ascii.resolve("application.properties"),
        Files.readString(home.resolve("application.properties")).replace("-Süd", ""));
    Ended ended = ascii(ascii, "discover", "domo");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err())
        .contains("WB-114 application.properties: account.domo.client-secret has characters")
        .contains("LC_ALL=C.UTF-8");
    assertThat(logins).isEmpty();
  }

  @Test
  void without_the_launcher_a_route_file_is_read_as_utf_8_and_sent_as_it_is() throws Exception {
    try (Sandbox sandbox = Sandbox.start(SandboxSettings.onFreePorts().withDemoObjects(false))) {
      request(sandbox, "POST", "/sandbox/datasets/acme/data", "{}");
      Path ascii = Files.createDirectories(folder.resolve("ascii/routes")).getParent();
      Files.writeString(ascii.resolve("rows.csv"), "ID,Ünï\n1,ß\n");
      Files.writeString(
          ascii.resolve("application.properties"),
          """
          account.data-world.url=%s
          account.data-world.token=%s
          account.data-world.allow-private=true
          account.data-world.min-interval=0s
          account.data-world.poll-delay=0s
          """
              .formatted(sandbox.dataWorldUrl(), DataWorld.TOKEN));
      Files.writeString(
          ascii.resolve("routes/rows.camel.yaml"),
          Files.readString(home.resolve("routes/Übersicht.camel.yaml"))
              .replace("file: Übersicht.csv", "file: rows.csv")
              .replaceAll("(id: |direct:)Übersicht", "$1rows")
              .replace("account: none", ""));

      Ended ended = ascii(ascii, "run", "rows");

      assertThat(ended.exitCode()).as(ended.err()).isZero();
      assertThat(request(sandbox, "GET", "/v0/datasets/acme/data", ""))
          .contains("\"name\":\"Ünï 大.csv\"");
    }
  }

  private static String request(Sandbox sandbox, String method, String path, String body)
      throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(sandbox.dataWorldUrl() + path))
                .header("Authorization", "Bearer " + DataWorld.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
        .body();
  }

  @Test
  void without_the_launcher_an_argument_that_cannot_be_read_is_refused_with_the_reason()
      throws Exception {
    Ended ended = ascii(folder, "run", "Übersicht");

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("WB-114 argument 2: has characters that are not in");
  }
}
