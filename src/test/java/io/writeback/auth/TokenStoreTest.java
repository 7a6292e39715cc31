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
  void the_configured_token_is_used_first_and_then_the_kept_one() {
    assertThat(used(configured("first"), "second")).isEqualTo("first");
    assertThat(used(configured("first"), "third")).isEqualTo("second");
  }

  @Test
  void a_configured_token_that_was_changed_wins_over_the_kept_one() {
    used(configured("first"), "second");

    assertThat(used(configured("changed"), "third")).isEqualTo("changed");
    assertThat(used(configured("changed"), "fourth")).isEqualTo("third");
  }

  @Test
  void a_kept_token_belongs_to_its_owner() {
    used(configured("first"), "second");
    TokenStore.Configured other =
        new TokenStore.Configured("key", Secret.of("first"), "another client");

    assertThat(used(other, "third")).isEqualTo("first");
  }

  @Test
  void the_files_are_their_owners_only_and_do_not_hold_the_configured_token() throws IOException {
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
  void a_use_that_fails_leaves_the_kept_token_as_it_was() {
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
  void what_a_killed_process_left_half_written_is_not_read() throws IOException {
    used(configured("first"), "second");
    Files.writeString(data.resolve("tokens/workfront.json.next"), "{\"tok");

    assertThat(used(configured("first"), "third")).isEqualTo("second");
  }

  @Test
  void nothing_is_asked_if_the_token_that_comes_back_could_not_be_kept() throws IOException {
    Files.writeString(data.resolve("tokens"), "a file in the place of the folder");

    assertThatThrownBy(() -> used(configured("first"), "second"))
        .isInstanceOfSatisfying(
            WritebackException.class, e -> assertThat(e.code()).isEqualTo(Code.TOKEN_STORE))
        .hasMessageNotContaining("first");
  }

  @Test
  void an_account_name_is_never_a_path_of_its_own() {
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
  void fifty_threads_use_each_token_once() throws InterruptedException {
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
  void another_process_that_uses_the_token_is_waited_for() throws Exception {
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
