package io.writeback.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Failures in words for users. */
final class ReasonTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new UnknownHostException("nosuch.example: Name or service not known"),
            "unknown host nosuch.example"),
        Arguments.of(new UnknownHostException("nosuch.example"), "unknown host nosuch.example"),
        Arguments.of(new ConnectException("Connection refused"), "connection refused"),
        Arguments.of(
            new ConnectException(
                "Connect to http://127.0.0.1:1 [/127.0.0.1] failed: Connection refused"),
            "connection refused"),
        Arguments.of(new SocketTimeoutException("Read timed out"), "read timed out"),
        Arguments.of(new SocketTimeoutException(), "no answer in time"),
        Arguments.of(new NoSuchFileException("/data/x.csv"), "it is not there"),
        Arguments.of(
            new AccessDeniedException("/data/x.csv"), "this user may not read or write it"),
        Arguments.of(
            new FileSystemException("/data/x.csv", null, "No space left on device"),
            "No space left on device"),
        Arguments.of(
            new IOException(new ConnectException("Connection refused")), "connection refused"),
        Arguments.of(new IllegalStateException(new IOException()), "input or output failed"),
        Arguments.of(new IOException("HTTP/1.1 expected"), "HTTP/1.1 expected"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void a_failure_has_words_and_no_name_of_a_class(Exception failure, String words) {
    assertThat(Reason.of(failure)).isEqualTo(words);
  }
}
