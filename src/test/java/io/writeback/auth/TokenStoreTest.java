package io.writeback.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.writeback.config.Secret;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenStoreTest {
  private static final String ACCOUNT = "workfront";

  @TempDir private Path data;

  private TokenStore store() {
    return new TokenStore(data.resolve("tokens"));
  }

  private static TokenStore.Configured configured(String token) {
    return new TokenStore.Configured("account.workfront.refresh-token", Secret.of(token), "owner");
  }

  private Path file() {
    return data.resolve("tokens/workfront.json");
  }

  /** Uses the token, replaces it, and returns the used one. */
  private String used(TokenStore.Configured configured, String next) {
    return store()
        .exclusively(
            ACCOUNT,
            configured,
            token -> {
              token.keep(Secret.of(next));
              return token.token().reveal();
            });
  }

  @Test
  void theConfiguredTokenIsUsedFirstAndThenTheKeptOne() {
    assertThat(used(configured("first"), "second")).isEqualTo("first");
    assertThat(used(configured("first"), "third")).isEqualTo("second");
  }

  @Test
  void aConfiguredTokenThatWasChangedWinsOverTheKeptOne() {
    used(configured("first"), "second");

    assertThat(used(configured("changed"), "third")).isEqualTo("changed");
    assertThat(used(configured("changed"), "fourth")).isEqualTo("third");
  }

  @Test
  void aKeptTokenBelongsToItsOwner() {
    used(configured("first"), "second");
    TokenStore.Configured other =
        new TokenStore.Configured("key", Secret.of("first"), "another client");

    assertThat(used(other, "third")).isEqualTo("first");
  }

  @Test
  void theFilesAreTheirOwnersOnlyAndDoNotHoldTheConfiguredToken() throws IOException {
    used(configured("the-configured-one"), "the-kept-one");

    try (Stream<Path> files = Files.walk(data.resolve("tokens"))) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .endsWith("------");
      }
    }
    assertThat(Files.readString(file()))
        .contains("the-kept-one")
        .doesNotContain("the-configured-one");
  }

  @Test
  void aUseThatFailsLeavesTheKeptTokenAsItWas() {
    used(configured("first"), "second");
    assertThatThrownBy(
            () ->
                store()
                    .exclusively(
                        ACCOUNT,
                        configured("first"),
                        token -> {
                          throw new IllegalStateException("the login failed");
                        }))
        .hasMessage("the login failed");

    assertThat(used(configured("first"), "third")).isEqualTo("second");
    assertThat(data.resolve("tokens/workfront.json.next")).doesNotExist();
  }

  @Test
  void whatAKilledProcessLeftHalfWrittenIsNotRead() throws IOException {
    used(configured("first"), "second");
    Files.writeString(data.resolve("tokens/workfront.json.next"), "{\"tok");

    assertThat(used(configured("first"), "third")).isEqualTo("second");
  }

  @Test
  void nothingIsAskedIfTheTokenThatComesBackCouldNotBeKept() throws IOException {
    Files.writeString(data.resolve("tokens"), "a file in the place of the folder");

    assertThatThrownBy(() -> used(configured("first"), "second"))
        .isInstanceOfSatisfying(
            WritebackException.class, e -> assertThat(e.code()).isEqualTo(Code.TOKEN_STORE))
        .hasMessageNotContaining("first");
  }

  @Test
  void anAccountNameIsNeverAPathOfItsOwn() {
    store()
        .exclusively(
            "../escape",
            configured("first"),
            token -> {
              token.keep(Secret.of("second"));
              return null;
            });

    assertThat(data.resolve("escape.json")).doesNotExist();
    assertThat(data.resolve("tokens/..%2Fescape.json")).exists();
  }

  @Test
  void fiftyThreadsUseEachTokenOnce() throws InterruptedException {
    List<String> used = java.util.Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String next = "token " + i;
      Thread thread = new Thread(() -> used.add(used(configured("first"), next)));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(60));
    }

    assertThat(used).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void anotherProcessThatUsesTheTokenIsWaitedFor() throws Exception {
    used(configured("first"), "second");
    Path holding = data.resolve("holding");
    Process other = holder(holding);
    try {
      await().until(() -> Files.exists(holding));
      TokenStore impatient = new TokenStore(data.resolve("tokens"), Duration.ofMillis(100));

      assertThatThrownBy(() -> impatient.exclusively(ACCOUNT, configured("first"), token -> 1))
          .hasMessageContaining("WB-452")
          .hasMessageContaining("another process");
      Files.delete(holding);

      assertThat(used(configured("first"), "fourth")).isEqualTo("kept by the other process");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  private Process holder(Path holding) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            data.resolve("tokens").toString(),
            holding.toString())
        .redirectErrorStream(true)
        .redirectOutput(new File(data.toFile(), "holder.log"))
        .start();
  }

  /** Another process that holds the token until a file is deleted. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) {
      Path holding = Path.of(args[1]);
      new TokenStore(Path.of(args[0]))
          .exclusively(
              ACCOUNT,
              configured("first"),
              token -> {
                try {
                  Files.createFile(holding);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
                await().until(() -> !Files.exists(holding));
                token.keep(Secret.of("kept by the other process"));
                return null;
              });
    }
  }
}
