package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A request whose body is a file, against a server that reads at its own pace. */
@Timeout(60)
final class FileUploadTest {
  /** More than the sockets of both sides hold. */
  private static final int SIZE = 16 << 20;

  private static final Duration DEADLINE = Duration.ofMillis(1_500);

  @TempDir private Path folder;
  private ServerSocket listener;
  private Http http;
  private Path file;
  private byte[] content;

  @BeforeEach
  void start() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    file = Files.write(folder.resolve("file"), content);
  }

  @AfterEach
  void stop() throws IOException {
    listener.close();
    http.close();
  }

  private interface Server {
    void serve(InputStream in, Socket socket) throws Exception;
  }

  private CompletableFuture<Void> server(Server server) {
    return CompletableFuture.runAsync(
        () -> {
          try (Socket socket = listener.accept();
              InputStream in = new BufferedInputStream(socket.getInputStream())) {
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
              head += (char) in.read();
            }
            assertThat(head).contains("Content-Length: " + SIZE).doesNotContain("chunked");
            server.serve(in, socket);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private HttpRequest upload(Duration idle, Runnable beforeEnd) throws Exception {
    http =
        new Http(
            new HttpLimits(Duration.ofSeconds(5), DEADLINE, idle, 1 << 20),
            RetryPolicy.STANDARD,
            new Governor());
    URI uri = URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/file");
    http.admit(uri, 5, true);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    return HttpRequest.file("PUT", uri, new RequestBody.OfFile(file, SIZE, digest))
        .guarded(beforeEnd::run);
  }

  /** How many bytes come until the client goes away. */
  private static long received(InputStream in) {
    long bytes = 0;
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        bytes++;
      }
    } catch (IOException e) {
      // It went away at once.
    }
    return bytes;
  }

  private static void answer(Socket socket, int status) throws IOException {
    socket
        .getOutputStream()
        .write(RawServer.bytes("HTTP/1.1 " + status + " Of a test\r\nContent-Length: 2\r\n\r\n{}"));
    socket.getOutputStream().flush();
  }

  @Test
  void a_file_may_take_longer_than_the_deadline_as_long_as_it_moves() throws Exception {
    HttpRequest upload = upload(Duration.ofSeconds(20), () -> {});
    CompletableFuture<Void> server =
        server(
            (in, socket) -> {
              MessageDigest digest = MessageDigest.getInstance("SHA-256");
              long start = System.nanoTime();
              digest.update(in.readNBytes(SIZE / 4));
              Awaitility.await()
                  .until(() -> System.nanoTime() - start > DEADLINE.multipliedBy(2).toNanos());
              digest.update(in.readNBytes(SIZE - SIZE / 4));
              assertThat(digest.digest())
                  .isEqualTo(MessageDigest.getInstance("SHA-256").digest(content));
              answer(socket, 200);
            });

    assertThat(http.once(upload).status()).isEqualTo(200);
    server.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_file_that_does_not_move_is_cut_off() throws Exception {
    HttpRequest upload = upload(Duration.ofMillis(300), () -> {});
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> server = server((in, socket) -> over.get(20, TimeUnit.SECONDS));

    CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.once(upload));
    over.complete(null);

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("no byte of the file was sent");
    server.get(20, TimeUnit.SECONDS);
  }

  @Test
  void the_answer_has_to_come_within_the_deadline_after_the_last_byte() throws Exception {
    HttpRequest upload = upload(Duration.ofSeconds(20), () -> {});
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> server =
        server(
            (in, socket) -> {
              in.skipNBytes(SIZE);
              over.get(20, TimeUnit.SECONDS);
            });

    CallFailure failure = catchThrowableOfType(CallFailure.class, () -> http.once(upload));
    over.complete(null);

    assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
    assertThat(failure).hasMessageContaining("after the last byte");
    server.get(20, TimeUnit.SECONDS);
  }

  @Test
  void an_answer_that_comes_before_the_end_is_heard() throws Exception {
    HttpRequest upload = upload(Duration.ofSeconds(20), () -> {});
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> server =
        server(
            (in, socket) -> {
              in.skipNBytes(1_000);
              answer(socket, 413);
              over.get(20, TimeUnit.SECONDS);
            });

    int status = http.once(upload).status();
    over.complete(null);

    assertThat(status).isEqualTo(413);
    server.get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_file_that_was_changed_never_arrives_whole() throws Exception {
    HttpRequest upload = upload(Duration.ofSeconds(20), () -> {});
    content[SIZE - 1]++;
    Files.write(file, content);
    CompletableFuture<Void> server =
        server((in, socket) -> assertThat(received(in)).isLessThan(SIZE));

    WritebackException refused =
        catchThrowableOfType(WritebackException.class, () -> http.once(upload));

    assertThat(refused.code()).isEqualTo(Code.SNAPSHOT_IO);
    assertThat(refused).hasMessageContaining(file.toString());
    server.get(20, TimeUnit.SECONDS);
  }

  @Test
  void whoever_is_asked_before_the_end_can_keep_the_file_from_arriving() throws Exception {
    HttpRequest upload =
        upload(
            Duration.ofSeconds(20),
            () -> {
              throw new WritebackException(Code.TARGET_LOST, "not ours any more");
            });
    CompletableFuture<Void> server =
        server((in, socket) -> assertThat(received(in)).isLessThan(SIZE));

    assertThat(catchThrowableOfType(WritebackException.class, () -> http.once(upload)).code())
        .isEqualTo(Code.TARGET_LOST);
    server.get(20, TimeUnit.SECONDS);
  }
}
