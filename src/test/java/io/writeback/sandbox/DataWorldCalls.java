package io.writeback.sandbox;

import io.writeback.sandbox.dataworld.DataWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Speaks plain HTTP to the sandbox's data.world. */
final class DataWorldCalls {
  private final DataWorld dataWorld;
  private final Wire wire;

  DataWorldCalls(Sandbox sandbox) {
    this.dataWorld = sandbox.dataWorld();
    this.wire = new Wire(sandbox);
  }

  /** A call with the token; the path starts after {@code /v0/}. */
  Wire.Answer get(String path) {
    return wire.send(request(path));
  }

  Wire.Answer put(String dataset, String name, String body) {
    return put(dataset, name, BodyPublishers.ofString(body));
  }

  /** Uploads; the name is encoded already. */
  Wire.Answer put(String dataset, String name, BodyPublisher body) {
    return wire.send(
        request("uploads/" + dataset + "/files/" + name)
            .header("Content-Type", "application/octet-stream")
            .PUT(body));
  }

  HttpRequest.Builder request(String path) {
    return anonymous("/v0/" + path).header("Authorization", "Bearer " + DataWorld.TOKEN);
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(dataWorld.url() + path));
  }

  Wire.Answer send(HttpRequest.Builder request) {
    return wire.send(request);
  }

  /** A control endpoint of the sandbox. */
  Wire.Answer admin(String method, String path, String body) {
    return wire.send(anonymous("/sandbox/" + path).method(method, BodyPublishers.ofString(body)));
  }

  void set(String settings) {
    Wire.Answer answer = admin("POST", "settings", settings);
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }

  Wire wire() {
    return wire;
  }

  /** Files on the disk, of uploads that were stored and of those at work. */
  List<Path> bodies() {
    try (Stream<Path> files = Files.list(dataWorld.folder())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
