package io.writeback.http;

import io.writeback.config.WebAddress;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * The ways to all hosts of the process, as the HTTP client asks for them: by which proxy, with
 * whose password, and which certificates are trusted there.
 *
 * <p>What an account says holds for its own host and port only.
 */
final class NetworkPaths extends DefaultRoutePlanner {
  private final Map<String, NetworkPath> paths = new ConcurrentHashMap<>();
  private final Map<String, TlsSocketStrategy> trusted = new ConcurrentHashMap<>();
  private TlsSocketStrategy usual;

  NetworkPaths() {
    super(null);
  }

  /** The way to a host; of two accounts on one host the first that says something is right. */
  void add(URI url, NetworkPath path) {
    if (path.isDirect()) {
      return;
    }
    String host = Http.authority(url);
    if (paths.putIfAbsent(host, path) == null && !path.authorities().isEmpty()) {
      trusted.put(host, new DefaultClientTlsStrategy(trusting(path.authorities())));
    }
  }

  private NetworkPath of(HttpHost target) {
    return paths.getOrDefault(Http.authority(target), NetworkPath.DIRECT);
  }

  @Override
  protected HttpHost determineProxy(HttpHost target, HttpContext context) {
    return proxy(target);
  }

  private HttpHost proxy(HttpHost target) {
    NetworkPath path = of(target);
    return path.proxy() == null
        ? null
        : new HttpHost("http", path.proxy().getHost(), path.proxyPort());
  }

  /**
   * The credentials for a proxy that asks for them; no other server gets any.
   *
   * @param target where the exchange goes by that proxy
   */
  Credentials credentials(AuthScope asking, HttpHost target) {
    HttpHost proxy = target == null ? null : proxy(target);
    NetworkPath path = target == null ? NetworkPath.DIRECT : of(target);
    boolean itself =
        proxy != null
            && proxy.getHostName().equalsIgnoreCase(asking.getHost())
            && proxy.getPort() == asking.getPort();
    return itself && !path.username().isEmpty()
        ? new UsernamePasswordCredentials(path.username(), path.password().reveal().toCharArray())
        : null;
  }

  /** TLS with the certificates that a host's account trusts, Java's own among them. */
  SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context)
      throws IOException {
    TlsSocketStrategy own = trusted.get(WebAddress.server("https", host, port));
    return (own == null ? usual() : own).upgrade(socket, host, port, attachment, context);
  }

  /** Made when it is needed: it reads all certificates of Java, and many commands send nothing. */
  private synchronized TlsSocketStrategy usual() {
    if (usual == null) {
      usual = DefaultClientTlsStrategy.createDefault();
    }
    return usual;
  }

  private static SSLContext trusting(List<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (X509Certificate authority : ofJava()) {
        store.setCertificateEntry("java-" + number++, authority);
      }
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry("account-" + number++, authority);
      }
      return SSLContexts.custom().loadTrustMaterial(store, null).build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates that were read cannot be trusted", e);
    }
  }

  private static X509Certificate[] ofJava() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager trust) {
        return trust.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }
}
