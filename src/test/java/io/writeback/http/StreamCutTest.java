package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamCutTest {
  /** Sends until the client hangs up; then how many bytes it took. */
  private static long sendWithoutEnd(ServerSocket server) {
    long sent = 0;
    try (Socket client = server.accept()) {
      client.getInputStream().read(new byte[4096]);
      OutputStream out = client.getOutputStream();
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      while (true) {
        out.write(chunk);
        sent += 4096;
      }
    } catch (IOException hungUp) {
      return sent;
    }
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void an_answer_whose_reader_had_enough_is_cut_off() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Http http = new Http(HttpLimits.STANDARD, RetryPolicy.STANDARD, new Governor())) {
      CompletableFuture<Long> sent = CompletableFuture.supplyAsync(() -> sendWithoutEnd(server));
      URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort());
      http.admit(uri, 1, true);

      byte[] start =
          http.stream(HttpRequest.get(uri, "text/csv"), (head, body) -> body.readNBytes(10));

      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("xxxxxxxxxx");
      assertThat(sent.get(10, TimeUnit.SECONDS)).isPositive();
    }
  }
}
