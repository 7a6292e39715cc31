package io.writeback.api;

import io.writeback.config.Configuration;
import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The keys below {@code api.}.
 *
 * @param token what a caller has to know; without it there is no API
 * @param tls what the port speaks TLS with; empty if it does not
 * @param healthPort where health is served, on 127.0.0.1; empty for nowhere
 * @param maxBodyBytes the most that a request may have
 */
public record ApiSettings(
    Optional<Secret> token,
    String host,
    int port,
    Optional<Tls> tls,
    Optional<Integer> healthPort,
    int maxBodyBytes,
    List<Problem> problems) {
  /**
   * Files in PEM format.
   *
   * @param certificate of the server, and those of its issuers
   * @param key its private key
   */
  public record Tls(Path certificate, Path key) {}

  /** Shorter ones can be guessed. */
  private static final int SHORTEST = 16;

  private static final Option<Optional<Secret>> TOKEN =
      Option.secret("token")
          .says(
              "The bearer token of callers, 16 characters or more; best from the environment:"
                  + " `{{env:API_TOKEN}}`. Without it there is no API.");

  private static final Option<String> HOST =
      Option.parsed("host", "127.0.0.1", "a name or address of this machine", ApiSettings::host)
          .says("Where the API listens.");

  private static final Option<Integer> PORT =
      Option.integer("port", 8210, 1, 65_535).says("Its port.");

  private static final Option<Optional<Path>> CERTIFICATE =
      Option.orElse("tls-certificate", Optional.<Path>empty(), "a file", ApiSettings::file)
          .without("none")
          .says(
              "The certificate of the port in PEM format, those of its issuers behind it: API and"
                  + " console are served over HTTPS then. Needs `api.tls-key`.");

  private static final Option<Optional<Path>> KEY =
      Option.orElse("tls-key", Optional.<Path>empty(), "a file", ApiSettings::file)
          .without("none")
          .says(
              "The private key of the certificate, in PEM format (PKCS 8), without a passphrase.");

  private static final Option<Long> MAX_BODY_BYTES =
      Option.bytes("max-body-bytes", 65_536).says("The maximum size of a request.");

  private static final Option<Integer> HEALTH_PORT =
      Option.integer("health-port", 0, 0, 65_535)
          .without("none")
          .says("The port of the health page, on 127.0.0.1.");

  /** All of them, in the order of the documents. */
  public static final List<Option<?>> KEYS =
      List.of(TOKEN, HOST, PORT, CERTIFICATE, KEY, MAX_BODY_BYTES, HEALTH_PORT);

  public static ApiSettings of(Configuration configuration) {
    Settings own = configuration.settings("api.");
    Optional<Secret> token = TOKEN.in(own);
    if (token.filter(value -> value.reveal().length() < SHORTEST).isPresent()) {
      own.problem(
          Code.BAD_VALUE, "token", "has fewer than " + SHORTEST + " characters: it can be guessed");
    }
    Optional<Path> certificate =
        CERTIFICATE.in(own).map(path -> configuration.path(path.toString()));
    Optional<Path> key = KEY.in(own).map(path -> configuration.path(path.toString()));
    if (certificate.isPresent() != key.isPresent()) {
      own.problem(
          Code.MISSING_VALUE,
          certificate.isPresent() ? "tls-key" : "tls-certificate",
          "is missing: a certificate needs its key");
    }
    requireFile(own, "tls-certificate", certificate);
    requireFile(own, "tls-key", key);
    int health = HEALTH_PORT.in(own);
    return new ApiSettings(
        token,
        HOST.in(own),
        PORT.in(own),
        certificate.flatMap(file -> key.map(of -> new Tls(file, of))),
        health == 0 ? Optional.empty() : Optional.of(health),
        MAX_BODY_BYTES.in(own).intValue(),
        own.close());
  }

  /** The address of the port, as a browser opens it. */
  public String address() {
    return "%s://%s:%d"
        .formatted(
            tls.isPresent() ? "https" : "http", host.contains(":") ? "[" + host + "]" : host, port);
  }

  private static void requireFile(Settings own, String name, Optional<Path> file) {
    file.filter(path -> !Files.isReadable(path))
        .ifPresent(
            path -> own.problem(Code.BAD_VALUE, name, "names " + path + ", which cannot be read"));
  }

  private static Optional<Path> file(String text) {
    return Optional.of(Path.of(text));
  }

  private static String host(String text) {
    if (!text.matches("[A-Za-z0-9.:_-]+")) {
      throw new IllegalArgumentException();
    }
    return text;
  }
}
