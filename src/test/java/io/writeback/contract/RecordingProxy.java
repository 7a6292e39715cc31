package io.writeback.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.writeback.TestPorts;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy before a service on this machine: records every raw request, and manipulates bytes as no
 * HTTP server would.
 */
final class RecordingProxy implements AutoCloseable {
  private final URI target;
  private final int port;
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<Trap> traps = new ArrayList<>();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger();
  private ServerSocket listener;
  private Thread acceptor;

  /** What is done with one request instead of forwarding it. */
  @FunctionalInterface
  interface Act {
    void play(Passage passage) throws IOException, InterruptedException;
  }

  RecordingProxy(URI target) throws IOException {
    this.target = target;
    ServerSocket first = TestPorts.listen(100);
    this.port = first.getLocalPort();
    listen(first);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** From the n-th matching request on, counted from 1 and from now, so many are treated so. */
  synchronized void trap(Call call, int nth, int times, Act act) {
    traps.add(new Trap(call, nth, times, act));
  }

  /** All complete requests, in order of arrival. */
  List<Exchange> exchanges() {
    synchronized (exchanges) {
      return List.copyOf(exchanges);
    }
  }

  List<Exchange> exchanges(Call call) {
    return exchanges().stream().filter(one -> call.matches(one.request)).toList();
  }

  /** Most requests that were under way at one moment. */
  int highestInFlight() {
    return highest.get();
  }

  /** How many traps had nothing to strike. */
  synchronized long unused() {
    return traps.stream().filter(trap -> trap.seen < trap.first).count();
  }

  /**
   * The host goes down: connections end, new ones are refused.
   *
   * <p>The system lets connections in until the last accept() on a closed listener has returned.
   */
  synchronized void goDown() {
    try {
      listener.close();
      acceptor.join();
      for (Socket socket : sockets) {
        reset(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** At the same address as before. */
  void comeBack() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
    listen(again);
  }

  /** One request and how far it came. */
  static final class Exchange {
    final WireRequest request;
    final long arrived = System.nanoTime();

    /** 0 until there is an answer. */
    volatile int status;

    volatile long answered;

    Exchange(WireRequest request) {
      this.request = request;
    }
  }

  /** Lets nothing by until it is opened; who comes later is not held. */
  static final class Gate implements Act {
    private final boolean behind;
    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch open = new CountDownLatch(1);
    private volatile boolean lost;

    private Gate(boolean behind) {
      this.behind = behind;
    }

    /** Requests wait before they come to the service. */
    static Gate before() {
      return new Gate(false);
    }

    /** Requests come to the service, their answers wait. */
    static Gate behind() {
      return new Gate(true);
    }

    int waiting() {
      return waiting.get();
    }

    /** Releases the waiting threads. */
    void open() {
      open.countDown();
    }

    /** Who waits is gone. */
    void lose() {
      lost = true;
      open.countDown();
    }

    @Override
    public void play(Passage passage) throws IOException, InterruptedException {
      if (open.getCount() == 0) {
        passage.answer(passage.forward());
        return;
      }
      WireMessage answer = behind ? passage.forward() : null;
      waiting.incrementAndGet();
      open.await();
      if (lost) {
        passage.reset();
      } else {
        passage.answer(behind ? answer : passage.forward());
      }
    }
  }

  static Act resetBefore() {
    return Passage::reset;
  }

  static Act resetAfter() {
    return passage -> {
      passage.forward();
      passage.reset();
    };
  }

  /** Half of the answer, then the connection ends. */
  static Act cutAnswer() {
    return passage -> passage.end(passage.forward().half());
  }

  /** Half of the answer, and the rest never. */
  static Act endlessAnswer() {
    return passage -> passage.hang(passage.forward().half());
  }

  /** The answer, with so long before each byte. */
  static Act drippingAnswer(Duration pace) {
    return passage -> passage.drip(passage.forward(), pace);
  }

  /** The answer, then the connection ends without a word. */
  static Act answerAndHangUp() {
    return passage -> {
      passage.answer(passage.forward());
      passage.client.close();
    };
  }

  /** In place of the service, down to the bytes. */
  static Act answering(String head) {
    byte[] bytes = (head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(ISO_8859_1);
    return passage -> passage.answer(WireMessage.read(new ByteArrayInputStream(bytes)));
  }

  /** A service that repeats what it was sent, credentials included. */
  static Act echoing(int status) {
    return passage -> {
      byte[] body = passage.request.bytes();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.writeBytes(
          "HTTP/1.1 %d Echo\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n"
              .formatted(status, body.length)
              .getBytes(ISO_8859_1));
      bytes.writeBytes(body);
      passage.answer(WireMessage.read(new ByteArrayInputStream(bytes.toByteArray())));
    };
  }

  static Act after(Runnable something) {
    return passage -> {
      something.run();
      passage.answer(passage.forward());
    };
  }

  static Act slowly(Duration time) {
    return passage -> {
      Thread.sleep(time.toMillis());
      passage.answer(passage.forward());
    };
  }

  /** One request on its way. */
  final class Passage {
    private final Exchange exchange;
    private final WireMessage request;
    private final Socket client;
    private boolean over;

    private Passage(Exchange exchange, WireMessage request, Socket client) {
      this.exchange = exchange;
      this.request = request;
      this.client = client;
    }

    /** Has the service carry it out. */
    WireMessage forward() throws IOException {
      try (Socket server = new Socket(target.getHost(), target.getPort())) {
        server.getOutputStream().write(request.bytes());
        server.getOutputStream().flush();
        WireMessage answer = WireMessage.read(new BufferedInputStream(server.getInputStream()));
        if (answer == null) {
          client.close();
          throw new IOException("the service closed the connection");
        }
        return answer;
      }
    }

    void answer(WireMessage answer) throws IOException {
      exchange.status = Integer.parseInt(answer.firstLine()[1]);
      exchange.answered = System.nanoTime();
      inFlight.decrementAndGet();
      over = true;
      client.getOutputStream().write(answer.bytes());
      client.getOutputStream().flush();
      if (!answer.whole() || "close".equals(header(answer, "connection"))) {
        client.close();
      }
    }

    private String header(WireMessage message, String name) {
      return String.join("", message.headers().getOrDefault(name, List.of()));
    }

    void end(byte[] part) throws IOException {
      client.getOutputStream().write(part);
      client.getOutputStream().flush();
      client.close();
    }

    /** Until the client has had enough. */
    void hang(byte[] part) throws IOException {
      client.getOutputStream().write(part);
      client.getOutputStream().flush();
      while (client.getInputStream().read() >= 0) {
        continue;
      }
      client.close();
    }

    void drip(WireMessage answer, Duration pace) throws IOException, InterruptedException {
      for (byte one : answer.bytes()) {
        client.getOutputStream().write(one);
        client.getOutputStream().flush();
        Thread.sleep(pace.toMillis());
      }
      client.close();
    }

    void reset() throws IOException {
      RecordingProxy.reset(client);
    }
  }

  private static final class Trap {
    private final Call call;
    private final int first;
    private final int last;
    private final Act act;
    private int seen;

    private Trap(Call call, int nth, int times, Act act) {
      this.call = call;
      this.first = nth;
      this.last = times == Integer.MAX_VALUE ? times : nth + times - 1;
      this.act = act;
    }

    private boolean strikes(WireRequest request) {
      if (!call.matches(request)) {
        return false;
      }
      seen++;
      return seen >= first && seen <= last;
    }
  }

  private synchronized Act act(WireRequest request) {
    Act act = passage -> passage.answer(passage.forward());
    for (Trap trap : traps) {
      if (trap.strikes(request)) {
        act = trap.act;
      }
    }
    return act;
  }

  private synchronized void listen(ServerSocket socket) {
    listener = socket;
    acceptor = thread(() -> accept(socket));
  }

  private void accept(ServerSocket from) {
    try {
      while (!from.isClosed()) {
        Socket socket = from.accept();
        sockets.add(socket);
        if (from.isClosed()) {
          // Accepted as the host went down, which looked at the sockets before this one was there.
          reset(socket);
          return;
        }
        socket.setTcpNoDelay(true);
        thread(() -> serve(socket));
      }
    } catch (IOException e) {
      // The host is down, or the test is over.
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream())) {
      for (WireMessage message = WireMessage.read(in);
          message != null && message.whole() && !client.isClosed();
          message = WireMessage.read(in)) {
        String[] line = message.firstLine();
        pass(
            new Passage(
                new Exchange(new WireRequest(line[0], line[1], message.headers(), message.body())),
                message,
                client));
      }
    } catch (IOException e) {
      // One side disconnected, which many tests do on purpose.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(client);
    }
  }

  private void pass(Passage passage) throws IOException, InterruptedException {
    highest.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    synchronized (exchanges) {
      exchanges.add(passage.exchange);
    }
    try {
      act(passage.exchange.request).play(passage);
    } finally {
      if (!passage.over) {
        inFlight.decrementAndGet();
      }
    }
  }

  /** Its own thread may close it meanwhile. */
  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // It is closed already.
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "recording-proxy");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public synchronized void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
