package io.writeback.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * What a request resulted in, and what that means: the one place that decides on a status code or
 * an exception. docs/failures.md has the same lines, for people; a test compares the two.
 *
 * <p>Read from the top: the first line that fits holds.
 */
public final class OutcomeTable {
  /** What Java says when a server on an https port speaks plain HTTP. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  /**
   * A line of the table.
   *
   * @param observed what was observed, as operators read it
   */
  public record Line<T>(String observed, Predicate<T> fits, Outcome outcome) {}

  /** Responses, by status. */
  public static final List<Line<Integer>> STATUSES =
      List.of(
          status("200 to 299", status -> status >= 200 && status < 300, Outcome.ANSWERED),
          status(
              "400, 403, 404, 409, 413, 422",
              List.of(400, 403, 404, 409, 413, 422)::contains,
              Outcome.REFUSED),
          status("401", status -> status == 401, Outcome.UNAUTHORISED),
          status("429", status -> status == 429, Outcome.THROTTLED),
          status("408, 425", List.of(408, 425)::contains, Outcome.UNKNOWN),
          status("500 and above", status -> status >= 500, Outcome.UNKNOWN),
          status("any other status, such as 302, 405 or 410", status -> true, Outcome.MISDIRECTED));

  /** Why there is no response. */
  public static final List<Line<IOException>> FAILURES =
      List.of(
          failure(
              "a private address that the account does not allow",
              RefusedAddressException.class::isInstance,
              Outcome.MISDIRECTED),
          failure(
              "a proxy that cannot open the tunnel at the moment: 429, 5xx",
              failure -> isProxy(failure, status -> status == 429 || status >= 500),
              Outcome.UNREACHED),
          failure(
              "a proxy that refuses the tunnel: any other status",
              failure -> isProxy(failure, status -> true),
              Outcome.MISDIRECTED),
          failure(
              "a certificate that is untrusted or for another host, or no common TLS version",
              OutcomeTable::isNeverTrusted,
              Outcome.MISDIRECTED),
          failure(
              "no connection: refused, unknown host, no route, timed out, cut off during the handshake",
              OutcomeTable::isUnreached,
              Outcome.UNREACHED),
          failure(
              "no complete response: the connection was lost, the deadline passed, or the response is malformed or too large",
              failure -> true,
              Outcome.UNKNOWN));

  private OutcomeTable() {}

  private static Line<Integer> status(String observed, IntPredicate fits, Outcome outcome) {
    return new Line<>(observed, fits::test, outcome);
  }

  private static Line<IOException> failure(
      String observed, Predicate<IOException> fits, Outcome outcome) {
    return new Line<>(observed, fits, outcome);
  }

  static <T> Outcome first(List<Line<T>> table, T observed) {
    return table.stream()
        .filter(line -> line.fits().test(observed))
        .findFirst()
        .orElseThrow()
        .outcome();
  }

  private static boolean isProxy(IOException failure, IntPredicate status) {
    return failure instanceof ProxyRefusedException proxy && status.test(proxy.status());
  }

  private static boolean isUnreached(IOException failure) {
    return failure instanceof ConnectException
        || failure instanceof ConnectTimeoutException
        || failure instanceof ConnectionRequestTimeoutException
        || failure instanceof SSLHandshakeException
        || failure instanceof NoRouteToHostException
        || failure instanceof UnknownHostException;
  }

  /**
   * A handshake that can never succeed, before anything was sent. Any other failure of TLS (a
   * connection that is lost, a broken record) can come after the request: it may be carried out.
   */
  private static boolean isNeverTrusted(IOException failure) {
    boolean handshake =
        failure instanceof SSLHandshakeException && !(failure.getCause() instanceof EOFException);
    boolean noTls = failure instanceof SSLException && NO_TLS.equals(failure.getMessage());
    return handshake || noTls || failure instanceof SSLPeerUnverifiedException;
  }
}
