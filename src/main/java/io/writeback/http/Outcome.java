package io.writeback.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

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
  /** The request never arrived: refused connection, unknown host. */
  UNREACHED,
  /** 408, 425, 5xx, a lost or broken answer: it may have been carried out. */
  UNKNOWN,
  /** 3xx, 405, 410, TLS: another try cannot help, a person has to. */
  MISDIRECTED;

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
    if (failure instanceof RefusedAddressException || failure instanceof SSLException) {
      return MISDIRECTED;
    }
    boolean unreached =
        failure instanceof ConnectException
            || failure instanceof ConnectTimeoutException
            || failure instanceof NoRouteToHostException
            || failure instanceof UnknownHostException;
    return unreached ? UNREACHED : UNKNOWN;
  }

  /** Whether the same request may get another answer later. */
  public boolean passing() {
    return this == THROTTLED || this == UNREACHED || this == UNKNOWN;
  }
}
