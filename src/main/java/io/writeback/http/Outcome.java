package io.writeback.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;

/**
 * What an answer, or no answer, means for the request: the one place that looks at a status code.
 */
public enum Outcome {
  /** 2xx: the body has to prove that the request was carried out. */
  ANSWERED,
  /** The destination refused what was sent: 400, 403, 404, 409, 413, 422. */
  REFUSED,
  /** 401: the credentials are not, or no longer, good. */
  UNAUTHORISED,
  /** 429: later; says nothing of what was sent. */
  THROTTLED,
  /** The request never arrived: refused connection, unknown host, handshake cut off. */
  UNREACHED,
  /** 408, 425, 5xx, a lost or broken answer: it may have been carried out. */
  UNKNOWN,
  /** 3xx, 405, 410, no trust in the other side's TLS: another try cannot help, a person has to. */
  MISDIRECTED;

  /** What Java says when a server on an https port speaks plain HTTP. */
  private static final String NO_TLS = "Unsupported or unrecognized SSL message";

  /** From the status of an answer. */
  public static Outcome of(int status) {
    if (status >= 200 && status < 300) {
      return ANSWERED;
    }
    return switch (status) {
      case 400, 403, 404, 409, 413, 422 -> REFUSED;
      case 401 -> UNAUTHORISED;
      case 429 -> THROTTLED;
      case 408, 425 -> UNKNOWN;
      default -> status >= 500 ? UNKNOWN : MISDIRECTED;
    };
  }

  /** From what stood in the way of an answer. */
  public static Outcome of(IOException failure) {
    if (failure instanceof RefusedAddressException || neverTrusted(failure)) {
      return MISDIRECTED;
    }
    boolean unreached =
        failure instanceof ConnectException
            || failure instanceof ConnectTimeoutException
            || failure instanceof ConnectionRequestTimeoutException
            || failure instanceof SSLHandshakeException
            || failure instanceof NoRouteToHostException
            || failure instanceof UnknownHostException;
    return unreached ? UNREACHED : UNKNOWN;
  }

  /**
   * A handshake that can never succeed, before anything was sent. Any other failure of TLS (a
   * connection that is lost, a broken record) can come after the request: it may be carried out.
   */
  private static boolean neverTrusted(IOException failure) {
    boolean handshake =
        failure instanceof SSLHandshakeException && !(failure.getCause() instanceof EOFException);
    boolean noTls = failure instanceof SSLException && NO_TLS.equals(failure.getMessage());
    return handshake || noTls || failure instanceof SSLPeerUnverifiedException;
  }

  /** Whether the same request may get another answer later. */
  public boolean passing() {
    return this == THROTTLED || this == UNREACHED || this == UNKNOWN;
  }
}
