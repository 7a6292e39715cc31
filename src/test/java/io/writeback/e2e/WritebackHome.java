package io.writeback.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.stream.Stream;

/** A project with the writeback {@code w} of {@code w.csv} into one of the sandbox's services. */
abstract class WritebackHome extends Home {
  private static final ObjectMapper JSON = new ObjectMapper();

  Sandbox sandbox;
  private final HttpClient client = HttpClient.newHttpClient();

  @Override
  protected void opened() throws Exception {
    sandbox = sandbox(EMPTY);
  }

  /** The address of the service. */
  abstract URI service();

  /** What the service has, and how often it was written to. */
  abstract Object contents();

  final WritebackHome csv(String text) {
    file("w.csv", text);
    return this;
  }

  /** A sink's Kamelet and parameters as lines; a parameter that an option sets is left out. */
  static String sink(String kamelet, String standard, String... options) {
    String name = standard.substring(0, standard.indexOf(':') + 1);
    boolean isSet = Arrays.stream(options).anyMatch(option -> option.startsWith(name));
    return String.join(
        "\n",
        Stream.concat(Stream.of(kamelet, isSet ? "" : standard), Arrays.stream(options)).toList());
  }

  final Home.Done runW(String... options) {
    return run(
        Stream.concat(Stream.of("run", "w", "--json"), Arrays.stream(options))
            .toArray(String[]::new));
  }

  /** Runs to a green end. */
  final JsonNode complete(String... options) {
    Home.Done done = runW(options);
    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    return done.json();
  }

  /** Runs to an end before anything is written. */
  final JsonNode refused(String code, String... options) {
    Object before = contents();
    Home.Done done = runW(options);
    assertThat(done.exitCode()).as(done.out() + done.err()).isNotZero();
    assertThat(done.json().get("code").asText()).as(done.out()).isEqualTo(code);
    assertThat(contents()).isEqualTo(before);
    return done.json();
  }

  /** The sandbox's control endpoints. */
  final JsonNode admin(String method, String path, String body) {
    HttpResponse<String> answer = send(method, path, body, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  final <T> HttpResponse<T> send(
      String method, String path, String body, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request(URI.create(service() + path), method, body), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpRequest request(URI address, String method, String body) {
    return HttpRequest.newBuilder(address).method(method, BodyPublishers.ofString(body)).build();
  }
}
