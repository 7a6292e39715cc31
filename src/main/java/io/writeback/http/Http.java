package io.writeback.http;

import io.writeback.config.WebAddress;
import io.writeback.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * All that leaves the process goes through here: one connection pool, one set of rules (deadline,
 * answer cap, host limit, private addresses), and never a redirect, cookie or retry of the client's
 * own.
 *
 * <p>camel-http is given the same pool and the same rules ({@link #connections}, {@link #harden}).
 */
public final class Http implements AutoCloseable {
  /**
   * Bytes of a request after which it is looked whether the answer is there already, which takes up
   * to a millisecond each time: by the client's own 8 KiB no request is faster than 8 MB a second
   * (documentation of its class), and one of 100 records, of some 27 KB, is held up three times.
   */
  private static final long LOOKS_FOR_ANSWER_EVERY = 64 << 10;

  private final RetryPolicy retries;
  private final Governor governor;
  private final AddressGuard addresses = new AddressGuard();
  private final NetworkPaths paths = new NetworkPaths();
  private final ExchangeRules rules;
  private final ProxyRules proxies = new ProxyRules(addresses, paths);
  private final WatchedTries tries = new WatchedTries();
  private final PoolingHttpClientConnectionManager connections;
  private final CloseableHttpClient client;
  private volatile HttpWatch watch = HttpWatch.NONE;

  public Http(HttpLimits limits, RetryPolicy retries, Governor governor) {
    this.retries = retries;
    this.governor = governor;
    this.rules = new ExchangeRules(limits, governor, () -> watch);
    Timeout idle = Timeout.of(limits.idle());
    this.connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(addresses)
            // An answer that comes before the whole request was sent (too large, no right) is read:
            // the server may close the connection then, and the reason would be lost.
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .responseOutOfOrderStrategy(
                        new MonitoringResponseOutOfOrderStrategy(LOOKS_FOR_ANSWER_EVERY))
                    .build())
            .setTlsSocketStrategy(paths::upgrade)
            .setMaxConnPerRoute(64)
            .setMaxConnTotal(256)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(limits.connect()))
                    .setSocketTimeout(idle)
                    // A connection that the server has closed would make an unknown outcome of a
                    // request that never left: it is looked at before each use, for about 1 ms.
                    .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                    .build())
            .build();
    this.client =
        harden(HttpClients.custom())
            .setConnectionManager(connections)
            .setConnectionManagerShared(true)
            .setDefaultRequestConfig(RequestConfig.custom().setResponseTimeout(idle).build())
            .build();
  }

  /** Lays the rules over a client that is built elsewhere. */
  public HttpClientBuilder harden(HttpClientBuilder builder) {
    return builder
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableContentCompression()
        .disableAuthCaching()
        .setRoutePlanner(paths)
        .setDefaultCredentialsProvider(proxies)
        .addExecInterceptorFirst("writeback-rules", rules)
        .addExecInterceptorFirst("writeback-proxy", proxies)
        .addExecInterceptorFirst("writeback-tries", tries)
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "writeback-reached", ProxyRules::reached)
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "writeback-guard", GuardedEntity::send)
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "writeback-place", ExchangeRules::inPlace);
  }

  /** From now on this one observes each try of a request. */
  public void watchTries(TryWatch observer) {
    tries.watch(observer);
  }

  public HttpClientConnectionManager connections() {
    return connections;
  }

  public RetryPolicy retries() {
    return retries;
  }

  /**
   * Admits an account's host: how many requests it takes at once, and whether it may be private.
   */
  public void admit(URI url, int maxConcurrency, boolean allowPrivate) {
    governor.limit(authority(url), maxConcurrency);
    if (allowPrivate) {
      addresses.allow(url.getHost());
    }
  }

  /** Lets the requests to an admitted host begin only so long after each other. */
  public void space(URI url, Duration least) {
    governor.space(authority(url), least);
  }

  public void reach(URI url, NetworkPath path) {
    paths.add(url, path);
    if (path.proxy() != null) {
      // A proxy is named on purpose, and most are on a private network.
      addresses.allow(path.proxy().getHost());
    }
  }

  /** From now on this one observes the requests too. */
  public synchronized void watch(HttpWatch observer) {
    watch = watch.and(observer);
  }

  /** Tells the observer that a request is sent again. */
  public void retried(HttpRequest request) {
    watch.retried(authority(request.uri()));
  }

  /** The hosts that have a limit, by name. */
  public List<HostState> hosts() {
    return governor.states();
  }

  /** The name under which everything of a server is kept. */
  public static String authority(URI url) {
    return WebAddress.server(url.getScheme(), url.getHost(), url.getPort());
  }

  /** The same name, of the target of a route. */
  static String authority(HttpHost target) {
    return WebAddress.server(target.getSchemeName(), target.getHostName(), target.getPort());
  }

  /**
   * Sends once and returns the answer, whatever its status.
   *
   * @throws CallFailure if there is no answer
   */
  public HttpAnswer once(HttpRequest request) {
    try {
      return client.execute(toApache(request), response -> answer(response).to(request));
    } catch (IOException e) {
      throw failure(request, e);
    }
  }

  /**
   * Sends until there is an answer that another try would not change.
   *
   * @throws CallFailure if there is none in the end
   */
  public HttpAnswer patiently(HttpRequest request) {
    return patiently(request, failure -> true, this::once);
  }

  /**
   * The same, while another try of the very same request is worth it.
   *
   * @param again whether a failure is followed by another try, if the policy has one left
   * @param send makes one try
   * @throws CallFailure if there is no answer in the end
   */
  public HttpAnswer patiently(
      HttpRequest request, Predicate<CallFailure> again, Function<HttpRequest, HttpAnswer> send) {
    for (int made = 1; ; made++) {
      CallFailure failure;
      try {
        HttpAnswer answer = send.apply(request);
        if (!Outcome.of(answer.status()).passing()) {
          return answer;
        }
        failure = failure(request, answer);
      } catch (CallFailure e) {
        failure = e;
      }
      Optional<Duration> delay =
          again.test(failure) && !retries.isForLater(failure)
              ? retries.delay(failure, made, ThreadLocalRandom.current())
              : Optional.empty();
      if (delay.isEmpty()) {
        throw failure;
      }
      pause(delay.get(), failure);
      retried(request);
    }
  }

  /**
   * Sends once and hands the answer over while it arrives.
   *
   * @throws CallFailure if there is no answer, its head is not there within the deadline, or it
   *     moves no bytes for the idle time; what the reader throws goes through
   */
  public <T> T stream(HttpRequest request, StreamReader<T> reader) {
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(ExchangeRules.STREAMED, true);
    HttpUriRequestBase call = toApache(request);
    try {
      return client.execute(
          call,
          context,
          response -> {
            HttpAnswer head =
                new HttpAnswer(response.getCode(), headers(response), new byte[0], request);
            if (Outcome.of(head.status()) != Outcome.ANSWERED) {
              return reader.read(answer(response).to(request), InputStream.nullInputStream());
            }
            try (InputStream body =
                response.getEntity() == null
                    ? InputStream.nullInputStream()
                    : response.getEntity().getContent()) {
              return readOrCancel(call, reader, head, body);
            }
          });
    } catch (IOException e) {
      throw failure(request, e);
    }
  }

  /**
   * Closing an answer reads it to its end, however long that is: one that failed, or whose reader
   * had enough of it, is cut off.
   */
  private static <T> T readOrCancel(
      HttpUriRequestBase call, StreamReader<T> reader, HttpAnswer head, InputStream body)
      throws IOException {
    try {
      T value = reader.read(head, body);
      if (body.read() >= 0) {
        call.cancel();
      }
      return value;
    } catch (IOException | RuntimeException e) {
      call.cancel();
      throw e;
    }
  }

  /** Reads a streamed answer; an answer that is no success comes whole, with an empty stream. */
  @FunctionalInterface
  public interface StreamReader<T> {
    T read(HttpAnswer head, InputStream body) throws IOException;
  }

  /** What an answer that is no success means; the request's credentials are not in its message. */
  public static CallFailure failure(HttpRequest request, HttpAnswer answer) {
    return new CallFailure(
        Outcome.of(answer.status()),
        "%s %s answered %d: %s"
            .formatted(
                request.method(), place(request), answer.status(), answer.to(request).excerpt()),
        RetryAfter.of(answer, Instant.now()).orElse(null),
        null);
  }

  /** What the lack of an answer means; the request's credentials are not in its message. */
  public static CallFailure failure(HttpRequest request, IOException e) {
    String reason = SentCredentials.hide(Reason.of(e), request);
    String message = "%s %s: %s".formatted(request.method(), place(request), reason);
    if (e instanceof HostThrottledException quiet) {
      return new CallFailure(Outcome.THROTTLED, message, quiet.left(), e);
    }
    // The client quotes what it cannot read of an answer, and that may be what we sent.
    boolean quotes = !reason.equals(Reason.of(e));
    return new CallFailure(Outcome.of(e), message, null, quotes ? new IOException(reason) : e);
  }

  private static String place(HttpRequest request) {
    URI uri = request.uri();
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getPath();
  }

  private static HttpUriRequestBase toApache(HttpRequest request) {
    HttpUriRequestBase apache = new HttpUriRequestBase(request.method(), request.uri());
    request.headers().forEach(apache::setHeader);
    apache.setEntity(request.entity());
    return apache;
  }

  private static HttpAnswer answer(ClassicHttpResponse response) throws IOException {
    byte[] body =
        response.getEntity() == null
            ? new byte[0]
            : EntityUtils.toByteArray(response.getEntity(), 1 << 30);
    return new HttpAnswer(response.getCode(), headers(response), body == null ? new byte[0] : body);
  }

  static Map<String, String> headers(ClassicHttpResponse response) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.put(header.getName(), header.getValue() == null ? "" : header.getValue());
    }
    return headers;
  }

  private static void pause(Duration delay, CallFailure failure) {
    try {
      Thread.sleep(delay.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    connections.close();
  }
}
