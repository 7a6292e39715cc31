package io.writeback.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A port in front of another, whose connections can be cut or swallow what is sent. */
public final class TcpProxy implements Closeable {
  /** The driver parses it once for each connection, under a name, and then only executes it. */
  private static final Pattern COMMIT = Pattern.compile("(S_\\d+)?\0COMMIT\0");

  private final int target;
  private final ServerSocket listening;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean losesAnswer = new AtomicBoolean();
  private volatile boolean refuses;

  /** To a port of this machine. */
  public TcpProxy(int target) throws IOException {
    this.target = target;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** The same database through a proxy. */
  public LedgerAddress.Postgres through(LedgerAddress.Postgres address) {
    return new LedgerAddress.Postgres(
        address.url().replaceFirst(":\\d+/", ":" + port() + "/"),
        address.user(),
        address.password(),
        address.patience());
  }

  /** The port behind an address of a database. */
  public static int portOf(LedgerAddress.Postgres address) {
    return Integer.parseInt(address.url().replaceFirst(".*:(\\d+)/.*", "$1"));
  }

  /** Resets all connections; new ones are accepted. */
  public void cut() {
    links.forEach(Link::reset);
  }

  /** Lets no byte through on the connections of now: neither end is closed. New ones work. */
  public void swallow() {
    links.forEach(link -> link.swallows = true);
  }

  /** Takes the next COMMIT to the server, and resets the connection instead of its answer. */
  public void loseNextCommitAnswer() {
    losesAnswer.set(true);
  }

  /** Whether the answer that was to be lost is lost. */
  public boolean lostAnswer() {
    return !losesAnswer.get();
  }

  /** Whether connections, those of now too, are reset at once. */
  public void refuse(boolean all) {
    refuses = all;
    if (all) {
      cut();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Link link = new Link(client);
        links.add(link);
        // Asked once it is among the links: whoever begins to refuse resets those.
        if (refuses) {
          link.reset();
        } else {
          link.connect();
        }
      } catch (IOException e) {
        // The next one may do; after the end there is none.
      }
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    cut();
  }

  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean swallows;
    private volatile boolean losing;
    private String commit;

    Link(Socket client) {
      this.client = client;
    }

    void connect() {
      try {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        daemon(() -> pump(client, server, true));
        daemon(() -> pump(server, client, false));
      } catch (IOException e) {
        reset();
      }
    }

    private void pump(Socket from, Socket to, boolean isQuestion) {
      byte[] bytes = new byte[1 << 16];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          if (isQuestion && isCommit(bytes, read) && losesAnswer.compareAndSet(true, false)) {
            losing = true;
          }
          if (!isQuestion && losing) {
            reset();
            return;
          }
          if (!swallows) {
            out.write(bytes, 0, read);
            out.flush();
          }
        }
      } catch (IOException e) {
        // Closed by either end.
      }
      if (!swallows) {
        reset();
      }
    }

    private boolean isCommit(byte[] bytes, int length) {
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      Matcher parsed = COMMIT.matcher(text);
      if (parsed.find()) {
        commit = parsed.group(1);
        return true;
      }
      return commit != null && text.contains("\0" + commit + "\0");
    }

    void reset() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.setSoLinger(true, 0);
          socket.close();
        } catch (IOException e) {
          // It is closed already.
        }
      }
    }
  }
}
