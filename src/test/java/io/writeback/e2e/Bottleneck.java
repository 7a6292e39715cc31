package io.writeback.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pipe to a server that passes this many bytes of each connection and then holds the rest until
 * it is opened.
 */
final class Bottleneck implements Closeable {
  private final ServerSocket listener;
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicLong held = new AtomicLong();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  Bottleneck(URI server, long limit) throws IOException {
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    thread(
        () -> {
          while (true) {
            Socket client = listener.accept();
            Socket behind = new Socket(server.getHost(), server.getPort());
            sockets.addAll(List.of(client, behind));
            thread(() -> pipe(client, behind, limit));
            thread(() -> pipe(behind, client, Long.MAX_VALUE));
          }
        });
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void thread(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side disconnected, or the test is over.
              }
            },
            "bottleneck");
    thread.setDaemon(true);
    thread.start();
  }

  private void pipe(Socket from, Socket to, long most) throws IOException {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[8 * 1024];
      long passed = 0;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        passed += count;
        if (passed > most && open.getCount() > 0) {
          held.incrementAndGet();
          open.await();
        }
        out.write(chunk, 0, count);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Connections whose bytes are held. */
  long held() {
    return held.get();
  }

  void open() {
    open.countDown();
  }

  /** Drops the held bytes and all connections. */
  void lose() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    open();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    lose();
  }
}
