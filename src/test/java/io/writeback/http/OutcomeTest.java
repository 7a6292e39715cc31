package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "200,ANSWERED",
    "201,ANSWERED",
    "202,ANSWERED",
    "204,ANSWERED",
    "206,ANSWERED",
    "299,ANSWERED",
    "400,REFUSED",
    "403,REFUSED",
    "404,REFUSED",
    "409,REFUSED",
    "413,REFUSED",
    "422,REFUSED",
    "401,UNAUTHORISED",
    "429,THROTTLED",
    "408,UNKNOWN",
    "425,UNKNOWN",
    "500,UNKNOWN",
    "501,UNKNOWN",
    "502,UNKNOWN",
    "503,UNKNOWN",
    "504,UNKNOWN",
    "520,UNKNOWN",
    "599,UNKNOWN",
    "100,MISDIRECTED",
    "300,MISDIRECTED",
    "301,MISDIRECTED",
    "302,MISDIRECTED",
    "304,MISDIRECTED",
    "307,MISDIRECTED",
    "308,MISDIRECTED",
    "402,MISDIRECTED",
    "405,MISDIRECTED",
    "406,MISDIRECTED",
    "407,MISDIRECTED",
    "410,MISDIRECTED",
    "411,MISDIRECTED",
    "415,MISDIRECTED",
    "451,MISDIRECTED"
  })
  void every_status_means_one_thing(int status, Outcome outcome) {
    assertThat(Outcome.of(status)).isEqualTo(outcome);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), Outcome.UNREACHED),
        Arguments.of(new HttpHostConnectException("refused"), Outcome.UNREACHED),
        Arguments.of(new ConnectTimeoutException("slow"), Outcome.UNREACHED),
        Arguments.of(new ConnectionRequestTimeoutException("pool"), Outcome.UNREACHED),
        Arguments.of(new NoRouteToHostException("away"), Outcome.UNREACHED),
        Arguments.of(new UnknownHostException("name"), Outcome.UNREACHED),
        Arguments.of(handshake(new EOFException("cut off")), Outcome.UNREACHED),
        Arguments.of(new RefusedAddressException("10.0.0.1"), Outcome.MISDIRECTED),
        Arguments.of(handshake(null), Outcome.MISDIRECTED),
        Arguments.of(new SSLPeerUnverifiedException("name"), Outcome.MISDIRECTED),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"), Outcome.MISDIRECTED),
        Arguments.of(new SSLException("Connection reset"), Outcome.UNKNOWN),
        Arguments.of(
            new SSLException("closing inbound before receiving peer's close_notify"),
            Outcome.UNKNOWN),
        Arguments.of(new SSLProtocolException("broken record"), Outcome.UNKNOWN),
        Arguments.of(new SocketTimeoutException("Read timed out"), Outcome.UNKNOWN),
        Arguments.of(new SocketException("Connection reset"), Outcome.UNKNOWN),
        Arguments.of(new NoHttpResponseException("none"), Outcome.UNKNOWN),
        Arguments.of(new ConnectionClosedException("early"), Outcome.UNKNOWN),
        Arguments.of(new MalformedChunkCodingException("chunk"), Outcome.UNKNOWN),
        Arguments.of(new InterruptedIOException("deadline"), Outcome.UNKNOWN),
        Arguments.of(new IOException("anything"), Outcome.UNKNOWN));
  }

  private static SSLException handshake(Throwable cause) {
    SSLException failure = new SSLHandshakeException("of a test");
    failure.initCause(cause);
    return failure;
  }

  @ParameterizedTest
  @MethodSource("failures")
  void what_stood_in_the_way_of_an_answer_means_one_thing(IOException failure, Outcome outcome) {
    assertThat(Outcome.of(failure)).isEqualTo(outcome);
  }

  @Test
  void only_what_may_pass_is_tried_again() {
    Map<Outcome, Boolean> passing = new TreeMap<>();
    for (Outcome outcome : Outcome.values()) {
      passing.put(outcome, outcome.passing());
    }

    assertThat(passing)
        .isEqualTo(
            Map.of(
                Outcome.ANSWERED, false,
                Outcome.REFUSED, false,
                Outcome.UNAUTHORISED, false,
                Outcome.THROTTLED, true,
                Outcome.UNREACHED, true,
                Outcome.UNKNOWN, true,
                Outcome.MISDIRECTED, false));
  }
}
