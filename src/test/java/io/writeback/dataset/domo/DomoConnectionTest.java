package io.writeback.dataset.domo;

import static io.writeback.dataset.domo.FakeDomo.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.dataset.NotReadyException;
import io.writeback.dataset.Snapshot;
import io.writeback.http.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection failures during an export, byte by byte. */
@Timeout(60)
class DomoConnectionTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String METADATA =
      "{\"id\":\"x\",\"rows\":2,\"dataCurrentAt\":\"2026-11-16T02:00:00Z\","
          + "\"schema\":{\"columns\":[{\"name\":\"a\",\"type\":\"STRING\"}]}}";

  @TempDir Path folder;
  private final AtomicInteger exports = new AtomicInteger();
  private final AtomicInteger logins = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Http http = FakeDomo.quick(Duration.ofMillis(300));
  private ServerSocket server;
  private Export export;

  @BeforeEach
  void open() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw-domo");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    server.close();
    http.close();
  }

  @Test
  void an_export_that_is_cut_off_in_mid_chunk_is_tried_again_from_the_start() {
    export =
        (number, socket, out) ->
            out.write(ascii(CHUNKED + (number == 1 ? "40\r\na\n1\n2" : chunks("a\n1\n2\n"))));
    Snapshot snapshot = stage();
    assertThat(snapshot.file()).hasContent("a\n1\n2\n");
    assertThat(exports).hasValue(2);
  }

  @Test
  void an_export_that_is_always_cut_off_fails() {
    export = (number, socket, out) -> out.write(ascii(CHUNKED + "6\r\na\n1\n2\n\r\n"));
    assertThatThrownBy(this::stage).hasMessageStartingWith("WB-205 the export of Domo DataSet");
    assertThat(exports).hasValue(3);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_export_that_ends_before_its_content_length_fails() {
    export =
        (number, socket, out) ->
            out.write(
                ascii(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 60\r\n\r\na\n1\n2\n"));
    assertThatThrownBy(this::stage).hasMessageStartingWith("WB-205 ");
  }

  private static final String UNTIL_CLOSED = "HTTP/1.0 200 OK\r\nContent-Type: text/csv\r\n\r\n";

  /** Five bytes short in its last row: nothing but the line end that is missing shows it. */
  @Test
  void an_export_without_length_and_chunks_that_ends_within_a_row_is_incomplete() {
    export = (number, socket, out) -> out.write(ascii(UNTIL_CLOSED + "a\n1\n20"));
    assertThatThrownBy(this::stage)
        .isInstanceOf(NotReadyException.class)
        .hasMessageStartingWith("WB-207 Domo DataSet")
        .hasMessageContaining("ends without a line end");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_export_without_length_and_chunks_that_ends_with_a_line_is_taken() {
    export = (number, socket, out) -> out.write(ascii(UNTIL_CLOSED + "a\n1\n20\n"));
    assertThat(stage().file()).hasContent("a\n1\n20\n");
  }

  @Test
  void an_export_whose_chunks_prove_its_end_may_end_without_a_line_end() {
    export = (number, socket, out) -> out.write(ascii(CHUNKED + chunks("a\n1\n20")));
    assertThat(stage().file()).hasContent("a\n1\n20");
  }

  /** A gateway that was cut itself, and frames what it has. */
  @ParameterizedTest
  @ValueSource(strings = {"a\n1\n\u00c3", "a\n1\n\"2"})
  void an_export_whose_last_row_is_not_whole_is_incomplete_although_it_is_framed(String body) {
    export =
        (number, socket, out) ->
            out.write((CHUNKED + chunks(body)).getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(this::stage)
        .isInstanceOf(NotReadyException.class)
        .hasMessageStartingWith("WB-207 Domo DataSet")
        .hasMessageContaining("its last row is not whole");
  }

  @Test
  void a_connection_that_is_reset_is_tried_again() {
    export =
        (number, socket, out) -> {
          if (number == 1) {
            out.write(ascii(CHUNKED + "4\r\na\n1\n\r\n"));
            out.flush();
            socket.setSoLinger(true, 0);
          } else {
            out.write(ascii(CHUNKED + chunks("a\n1\n2\n")));
          }
        };
    assertThat(stage().rows()).isEqualTo(2);
    assertThat(exports).hasValue(2);
  }

  @Test
  void a_token_that_expires_while_an_export_is_read_is_replaced_like_any_other() {
    String refused = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    String cut = CHUNKED + "40\r\na\n1\n2";
    export =
        (number, socket, out) ->
            out.write(
                ascii(
                    switch (number) {
                      case 1, 3 -> refused;
                      case 2 -> cut;
                      default -> CHUNKED + chunks("a\n1\n2\n");
                    }));
    assertThat(stage().rows()).isEqualTo(2);
    assertThat(exports).hasValue(4);
    assertThat(logins).hasValue(3);
  }

  @Test
  void an_export_that_moves_no_bytes_fails_as_stalled() {
    export =
        (number, socket, out) -> {
          out.write(ascii(CHUNKED + "4\r\na\n1\n\r\n"));
          out.flush();
          await(over);
        };
    assertThatThrownBy(this::stage)
        .hasMessageStartingWith("WB-209 the export of Domo DataSet " + ID)
        .hasMessageContaining("http.idle-timeout");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void an_export_that_stalls_once_is_tried_again() {
    export =
        (number, socket, out) -> {
          if (number == 1) {
            out.write(ascii(CHUNKED + "4\r\na\n1\n\r\n"));
            out.flush();
            await(over);
          } else {
            out.write(ascii(CHUNKED + chunks("a\n1\n2\n")));
          }
        };
    assertThat(stage().rows()).isEqualTo(2);
  }

  @Test
  void an_export_of_64_times_the_quota_is_cut_off_at_the_quota_and_not_read_to_its_end()
      throws Exception {
    CountDownLatch cut = new CountDownLatch(1);
    export =
        (number, socket, out) -> {
          try {
            out.write(ascii(CHUNKED + "2\r\na\n\r\n"));
            byte[] chunk = ascii("400\r\n" + "x\n".repeat(512) + "\r\n");
            for (int i = 0; i < 64 * 1024; i++) {
              out.write(chunk);
            }
          } catch (IOException e) {
            cut.countDown();
          }
        };
    assertThatThrownBy(this::stage).hasMessageStartingWith("WB-210 ");
    assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private Snapshot stage() {
    String url = "http://127.0.0.1:" + server.getLocalPort();
    return FakeDomo.source(FakeDomo.type(url, http, InstantSource.system())).stage(folder, n -> {});
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> answer(socket), "raw-domo-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      String path = path(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      if (path.startsWith("/oauth/token")) {
        out.write(
            json(
                "{\"access_token\":\"access-token-%d\",\"expires_in\":3599}"
                    .formatted(logins.incrementAndGet())));
      } else if (path.contains("/data?")) {
        export.answer(exports.incrementAndGet(), socket, out);
      } else {
        out.write(json(METADATA));
      }
    } catch (IOException e) {
      // The client went away: what it made of that is what the tests look at.
    }
  }

  private static String path(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    return head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP/"));
  }

  private static byte[] json(String body) {
    return ascii(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String chunks(String body) {
    return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers the export number 1, 2, … */
  private interface Export {
    void answer(int number, Socket socket, OutputStream out) throws IOException;
  }
}
