package io.writeback.contract;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Addresses on this machine where a request should not go. */
final class Places {
  private static final String PASSWORD = "changeit";

  private Places() {}

  /** No response there, not even a refusal: its queue is full and nothing accepts from it. */
  static URI blackHole(Trial trial) throws IOException {
    ServerSocket listener =
        trial.home().closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    for (int i = 0; i < 4; i++) {
      SocketChannel filling = trial.home().closing(SocketChannel.open());
      filling.configureBlocking(false);
      filling.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
    }
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Any connection there fails the test. */
  static URI thatNobodyMayVisit(Trial trial) throws IOException {
    ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(1);
    trial
        .home()
        .closing(
            () -> {
              try (listener) {
                listener.accept().close();
                assertThat(listener).as("the redirect was followed").isNull();
              } catch (SocketTimeoutException e) {
                // No connection came.
              }
            });
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  /** TLS with a certificate of its own making. */
  static URI selfSigned(Trial trial) throws IOException {
    try {
      ServerSocket listener =
          trial
              .home()
              .closing(
                  tls(trial.home().path("certificate.p12"))
                      .getServerSocketFactory()
                      .createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
      Thread thread = new Thread(() -> shakeHands(listener), "self-signed");
      thread.setDaemon(true);
      thread.start();
      return URI.create("https://127.0.0.1:" + listener.getLocalPort());
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** An https address behind which plain HTTP is spoken. */
  static URI withoutTls(Trial trial) throws IOException {
    ServerSocket listener =
        trial.home().closing(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
    Thread thread =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try (Socket socket = listener.accept()) {
                  socket.getInputStream().read();
                  socket.getOutputStream().write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(US_ASCII));
                  socket.getOutputStream().flush();
                  socket.getInputStream().readNBytes(10_000);
                } catch (IOException e) {
                  // The client went away, or the test is over.
                }
              }
            },
            "without-tls");
    thread.setDaemon(true);
    thread.start();
    return URI.create("https://127.0.0.1:" + listener.getLocalPort());
  }

  private static void shakeHands(ServerSocket listener) {
    while (!listener.isClosed()) {
      try (SSLSocket socket = (SSLSocket) listener.accept()) {
        socket.startHandshake();
      } catch (IOException e) {
        // The client does not trust it, which is right, or the test is over.
      }
    }
  }

  private static SSLContext tls(Path store)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "self",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String printed = new String(made.getInputStream().readAllBytes(), US_ASCII);
    assertThat(made.waitFor()).as(printed).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }
}
