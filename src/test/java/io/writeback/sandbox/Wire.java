package io.writeback.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.writeback.sandbox.domo.Domo;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.workfront.Workfront;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Speaks plain HTTP to a sandbox, as any client would. */
final class Wire {
  static final String FORM = "application/x-www-form-urlencoded";
  static final String JSON = "application/json";

  private final Sandbox sandbox;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Wire(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** An answer: its status and its body. */
  record Answer(int status, String body, HttpResponse<String> raw) {
    JsonNode json() {
      try {
        return Json.read(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    JsonNode data() {
      return json().path("data");
    }

    String message() {
      return json().at("/error/message").asText();
    }
  }

  /** A Workfront call with the API key; the path starts after {@code /attask/api/v20.0/}. */
  Answer workfront(String method, String path) {
    return send(workfrontRequest(path).method(method, BodyPublishers.noBody()));
  }

  Answer workfront(String method, String path, String type, String body) {
    return send(
        workfrontRequest(path)
            .header("Content-Type", type)
            .method(method, BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder workfrontRequest(String path) {
    return anonymous("/attask/api/v20.0/" + path).header("apiKey", Workfront.API_KEY);
  }

  /** A call to the Workfront port without credentials. */
  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox.workfrontUrl() + path));
  }

  HttpRequest.Builder domo(String path) {
    return HttpRequest.newBuilder(URI.create(sandbox.domoUrl() + path));
  }

  String domoToken() {
    return send(domo("/oauth/token?grant_type=client_credentials&scope=data")
            .header("Authorization", basic()))
        .json()
        .get("access_token")
        .asText();
  }

  static String basic() {
    String pair = Domo.CLIENT_ID + ":" + Domo.CLIENT_SECRET;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpClient http() {
    return http;
  }

  /** The id that the sandbox gives to its demo objects. */
  static String id(String name) {
    try {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
