package io.writeback.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The packaged product's sandbox in a process of its own: the source of truth. */
final class SandboxProcess implements AutoCloseable {
  private static final Pattern WORKFRONT =
      Pattern.compile("\"workfront\":\\{\"url\":\"([^\"]+)\".*?\"apiKey\":\"([^\"]+)\"");
  private static final int CHUNK = 20_000;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final String url;
  private final String apiKey;

  SandboxProcess(BenchHome home, String... options) throws IOException {
    String[] command = new String[options.length + 4];
    command[0] = "sandbox";
    command[1] = "--port-base";
    command[2] = "0";
    command[3] = "--json";
    System.arraycopy(options, 0, command, 4, options.length);
    process = home.command(List.of("-Xmx4g"), command).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    Matcher found = WORKFRONT.matcher(String.valueOf(line));
    if (!found.find()) {
      throw new IOException("the sandbox did not start: " + line);
    }
    url = found.group(1);
    apiKey = found.group(2);
  }

  String url() {
    return url;
  }

  String apiKey() {
    return apiKey;
  }

  /** Projects with the keys of {@link BenchHome#writeNames}. */
  void putProjects(long rows) throws IOException, InterruptedException {
    for (long first = 1; first <= rows; first += CHUNK) {
      StringBuilder objects = new StringBuilder("[");
      for (long row = first; row <= Math.min(rows, first + CHUNK - 1); row++) {
        objects
            .append(row == first ? "" : ",")
            .append(String.format(Locale.ROOT, "{\"ID\":\"%032x\",\"name\":\"old\"}", row));
      }
      post("/sandbox/objects/PROJ", objects.append(']').toString());
    }
  }

  void post(String path, String json) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(url + path))
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  String get(String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString())
        .body();
  }

  Stream<String> lines(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofLines())
        .body();
  }

  /** A number in JSON by its name; 0 if it is not there. */
  static long number(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":(-?\\d+)").matcher(json);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  static Path file(BenchHome home, String name) {
    return home.folder().resolve(name);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
