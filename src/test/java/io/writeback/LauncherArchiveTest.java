package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of classes that {@code ./writeback} makes, and the options that it gives to Java. */
final class LauncherArchiveTest {
  private static final String SHARED = "-XX:SharedArchiveFile=";
  private static final String SHORT = "-XX:TieredStopAtLevel=1";

  @TempDir private Path folder;
  private Path home;
  private Path jdk;

  @BeforeEach
  void prepare() throws IOException {
    home = Files.createDirectory(folder.resolve("a home"));
    Files.copy(Path.of("writeback"), home.resolve("writeback"));
    Files.createFile(Files.createDirectory(home.resolve("target")).resolve("camel-writeback.jar"));
    jdk = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=17.0.1");
    java(
        """
        for option; do
          case $option in
            -XX:ArchiveClassesAtExit=*) echo classes >"${option#*=}"; echo >>'%1$s' rehearsal; exit ;;
          esac
        done
        printf '%%s ' "$@" >>'%1$s'
        echo >>'%1$s'
        """
            .formatted(log()));
  }

  private Path log() {
    return folder.resolve("started");
  }

  private Path archive() {
    return home.resolve("target/camel-writeback.jsa");
  }

  /** A Java that records how it is started. */
  private void java(String script) throws IOException {
    Path java = jdk.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\n" + script);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private record Ended(int exitCode, String out, String err) {}

  private Ended launched(Map<String, String> environment, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of("/bin/sh", home.resolve("writeback").toString()));
    line.addAll(List.of(command));
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(line).redirectError(err);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes());
    return new Ended(process.waitFor(), out, Files.readString(err.toPath()));
  }

  /** What Java was started with, once for each time. */
  private List<String> started(String... command) throws Exception {
    Ended ended =
        launched(Map.of("PATH", jdk.resolve("bin") + ":" + System.getenv("PATH")), command);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    List<String> lines = Files.readAllLines(log());
    Files.delete(log());
    return lines;
  }

  @Test
  void the_first_command_makes_an_archive_of_classes_and_the_next_ones_use_it() throws Exception {
    List<String> first = started("list");
    List<String> second = started("list");

    assertThat(first).hasSize(2).first().isEqualTo("rehearsal");
    assertThat(first.get(1)).contains(SHARED + archive());
    assertThat(second).singleElement().asString().contains(SHARED + archive());
    assertThat(archive()).hasContent("classes");
    try (Stream<Path> left = Files.list(archive().getParent())) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "camel-writeback.jar", "camel-writeback.jsa", "camel-writeback.jsa.made-for");
    }
  }

  @Test
  void an_archive_that_is_older_than_the_jar_is_made_again() throws Exception {
    started("list");
    Files.setLastModifiedTime(archive(), FileTime.from(Instant.EPOCH));

    assertThat(started("list")).contains("rehearsal");
    assertThat(started("list")).hasSize(1);
  }

  @Test
  void an_archive_of_another_jdk_is_made_again() throws Exception {
    started("list");
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=17.0.2");

    assertThat(started("list")).contains("rehearsal");
    assertThat(started("list")).hasSize(1);
  }

  @Test
  void an_archive_of_a_folder_that_was_moved_is_made_again() throws Exception {
    started("list");
    home = Files.move(home, folder.resolve("another home"));

    assertThat(started("list")).contains("rehearsal");
    assertThat(started("list")).hasSize(1);
  }

  @Test
  void what_cannot_be_archived_starts_without_and_is_not_tried_again() throws Exception {
    java(
        """
        for option; do
          case $option in
            -XX:ArchiveClassesAtExit=*) echo rehearsal >>'%1$s'; echo half >"${option#*=}"; exit 1 ;;
          esac
        done
        printf '%%s ' "$@" >>'%1$s'
        echo >>'%1$s'
        """
            .formatted(log()));

    List<String> first = started("list");
    List<String> second = started("list");

    assertThat(first).hasSize(2).first().isEqualTo("rehearsal");
    assertThat(second).hasSize(1);
    assertThat(first.get(1)).doesNotContain(SHARED);
    assertThat(second.get(0)).doesNotContain(SHARED);
  }

  @Test
  void what_the_rehearsal_unpacks_is_used_and_what_is_left_of_another_jar_is_not()
      throws Exception {
    String records = "printf '%%s ' \"$@\" >>'%1$s'\necho >>'%1$s'\n".formatted(log());
    java(
        """
        for option; do
          case $option in
            -XX:ArchiveClassesAtExit=*) archive=${option#*=}; mkdir "${archive%/*}/native"; exit ;;
          esac
        done
        """
            + records);
    Path unpacked = home.resolve("target/camel-writeback.native");

    List<String> first = started("list");
    List<String> second = started("list");
    java("case $* in *-XX:ArchiveClassesAtExit=*) exit 1 ;; esac\n" + records);
    Files.setLastModifiedTime(archive(), FileTime.from(Instant.EPOCH));
    List<String> another = started("list");

    assertThat(first).singleElement().asString().contains("-Dorg.sqlite.lib.path=" + unpacked);
    assertThat(second).isEqualTo(first);
    assertThat(another).singleElement().asString().doesNotContain("org.sqlite.lib.path");
    assertThat(unpacked).doesNotExist();
  }

  @Test
  void the_rehearsal_has_nothing_of_the_environment() throws Exception {
    java("env >>'" + log() + "'\n");
    Map<String, String> environment =
        Map.of(
            "PATH",
            jdk.resolve("bin") + ":" + System.getenv("PATH"),
            "WRITEBACK_LEDGER",
            "jdbc:postgresql://db.example.com/ledger");
    launched(environment, "list");

    // Once by the command itself.
    assertThat(Files.readAllLines(log()))
        .filteredOn(line -> line.startsWith("WRITEBACK_LEDGER="))
        .hasSize(1);
  }

  @Test
  void a_short_command_is_compiled_quickly_and_the_code_of_rows_thoroughly() throws Exception {
    started("list");

    for (String command : List.of("list", "check", "runs", "show", "rejects", "help")) {
      assertThat(started(command)).singleElement().asString().contains(SHORT);
    }
    for (String command : List.of("run", "resume", "replay", "start", "demo", "sandbox")) {
      assertThat(started(command))
          .singleElement()
          .asString()
          .doesNotContain(SHORT)
          .contains(" -XX:Tier4InvocationThreshold=100000 ", " -XX:Tier4BackEdgeThreshold=800000 ");
    }
  }

  /** A jar that names ours, as the one of the product does: relative to its own place. */
  private void productJar() throws IOException {
    Path lib = Files.createDirectory(home.resolve("target/lib"));
    List<String> entries = new ArrayList<>();
    for (String jar : SharedClasses.jars().split(File.pathSeparator)) {
      String name = entries.size() + ".jar";
      Files.createSymbolicLink(lib.resolve(name), Path.of(jar));
      entries.add("lib/" + name);
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, App.class.getName());
    main.put(Attributes.Name.CLASS_PATH, String.join(" ", entries));
    try (OutputStream jar = Files.newOutputStream(home.resolve("target/camel-writeback.jar"))) {
      new JarOutputStream(jar, manifest).close();
    }
  }

  @Test
  void java_takes_the_classes_from_the_archive_and_one_that_is_damaged_changes_nothing()
      throws Exception {
    // Of a path with a blank, Java 17 archives nothing.
    home = Files.move(home, folder.resolve("home"));
    productJar();
    Map<String, String> environment = new TreeMap<>();
    environment.put(
        "PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
    environment.put("WRITEBACK_JAVA_OPTS", "-Xlog:class+load:file=" + log());

    Ended first = launched(environment, "--version");
    List<String> loaded = Files.readAllLines(log());
    Files.writeString(archive(), "this is not an archive");
    environment.remove("WRITEBACK_JAVA_OPTS");
    Ended damaged = launched(environment, "--version");

    assertThat(loaded)
        .filteredOn(line -> line.contains(" io.writeback.cli.WritebackCommand "))
        .singleElement()
        .asString()
        .contains("shared objects file (top)");
    assertThat(home.resolve("target/camel-writeback.native"))
        .isDirectoryContaining(file -> file.toString().contains("sqlitejdbc"));
    assertThat(first.out()).startsWith("camel-writeback");
    assertThat(damaged).isEqualTo(new Ended(0, first.out(), ""));
  }
}
