package io.writeback;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./writeback}, with a fake build. */
final class LauncherTest {
  @TempDir private Path home;

  private void script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int launch() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("writeback").toString(), "list")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("out").toFile());
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    return builder.start().waitFor();
  }

  @Test
  void a_build_leaves_the_jar_that_a_process_has_open_as_it_is() throws Exception {
    Files.copy(Path.of("writeback"), home.resolve("writeback"));
    script(
        "bin/mvn",
        """
        #!/bin/sh
        for option in "$@"; do
          case $option in
            -Djar.name=*) name=${option#-Djar.name=} ;;
          esac
        done
        printf new > "${0%/bin/mvn}/target/${name:-camel-writeback}.jar"
        printf new > "${0%/bin/mvn}/target/${name:-camel-writeback}-sandbox.jar"
        """);
    script("bin/java", "#!/bin/sh\nexit 0\n");
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("target/lib"));
    Path jar = home.resolve("target/camel-writeback.jar");
    Files.writeString(jar, "old");
    Files.setLastModifiedTime(jar, java.nio.file.attribute.FileTime.fromMillis(0));
    Files.writeString(home.resolve("pom.xml"), "changed");

    try (FileChannel running = FileChannel.open(jar)) {
      assertThat(launch()).as(Files.readString(home.resolve("out"))).isZero();

      ByteBuffer seen = ByteBuffer.allocate(8);
      running.read(seen);
      assertThat(new String(seen.array(), 0, seen.position(), StandardCharsets.UTF_8))
          .isEqualTo("old");
    }
    assertThat(jar).hasContent("new");
    try (var files = Files.list(home.resolve("target"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "camel-writeback.jar",
              "camel-writeback-sandbox.jar",
              "camel-writeback.jsa",
              "camel-writeback.jsa.made-for",
              "lib");
    }
  }
}
