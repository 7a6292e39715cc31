package io.writeback.http;

import io.writeback.config.Option;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.problem.Code;
import io.writeback.problem.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the host of an account is reached.
 *
 * @param proxy scheme http, host and port; null for the direct way
 * @param username for the proxy; "" if it needs no login
 * @param password for the proxy
 * @param authorities certificates that are trusted besides those of Java, for this host only
 */
public record NetworkPath(
    URI proxy, String username, Secret password, List<X509Certificate> authorities) {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

  /** The first byte of a certificate in DER. */
  private static final byte DER = 0x30;

  private static final Option<Optional<URI>> PROXY_URL =
      Option.url("proxy")
          .says(
              "The HTTP proxy for the host: `http://proxy.example:3128`."
                  + " [Proxies](configuration.md#proxies-and-certificates).");

  private static final Option<Optional<String>> USERNAME =
      Option.text("proxy-username")
          .without("none")
          .says("The user name at the proxy, if it requires one.");

  private static final Option<Optional<Secret>> PASSWORD =
      Option.secret("proxy-password").says("The password at the proxy; best from the environment.");

  private static final Option<Optional<String>> AUTHORITIES =
      Option.text("ca")
          .without("none")
          .says(
              "A file with PEM certificates (a byte order mark and text around them are ignored) to"
                  + " trust for this host in addition to Java's.");

  private static final List<Option<?>> KEYS = List.of(PROXY_URL, USERNAME, PASSWORD, AUTHORITIES);

  /** Without a proxy, and with the certificates that Java trusts. */
  public static final NetworkPath DIRECT = new NetworkPath(null, "", Secret.of(""), List.of());

  private static final String PROXY = "the address of a proxy, such as http://proxy.example:3128";

  private static final Pattern PORT = Pattern.compile(":\\d+/*$");
  private static final int USUAL_PORT = 80;

  public NetworkPath {
    Objects.requireNonNull(username);
    Objects.requireNonNull(password);
    authorities = List.copyOf(authorities);
  }

  /**
   * Reads the keys of an account, and notes every mistake in them.
   *
   * @param files where a file is that the configuration names
   */
  public static NetworkPath of(Settings settings, Function<String, Path> files) {
    Optional<URI> proxy = PROXY_URL.in(settings);
    proxy.ifPresent(url -> check(settings, url));
    String username = USERNAME.in(settings).orElse("");
    Optional<Secret> password = PASSWORD.in(settings);
    if (settings.text("proxy").isEmpty() && (!username.isEmpty() || password.isPresent())) {
      settings.problem(Code.MISSING_VALUE, "proxy", "is missing: " + PROXY);
    } else if (username.isEmpty() == password.isPresent()) {
      settings.problem(
          Code.MISSING_VALUE,
          username.isEmpty() ? "proxy-username" : "proxy-password",
          "is missing: a proxy needs both or neither");
    }
    List<X509Certificate> authorities =
        AUTHORITIES
            .in(settings)
            .map(file -> certificates(settings, files.apply(file)))
            .orElse(List.of());
    return new NetworkPath(
        proxy.orElse(null), username, password.orElse(Secret.of("")), authorities);
  }

  /** All keys of a kind of account, those of the way to it among them. */
  public static List<Option<?>> with(List<Option<?>> keys) {
    return Stream.concat(keys.stream(), KEYS.stream()).toList();
  }

  private static void check(Settings settings, URI url) {
    // A port that is the scheme's own is not in the normal form of an address.
    boolean port = PORT.matcher(settings.text("proxy").orElse("")).find();
    if (!"http".equals(url.getScheme()) || !port || !url.getRawPath().isEmpty()) {
      settings.problem(
          Code.BAD_VALUE,
          "proxy",
          "is not " + PROXY + ": http (the way to the proxy, not through it), host and port");
    }
  }

  private static List<X509Certificate> certificates(Settings settings, Path file) {
    try (InputStream in = new ByteArrayInputStream(pem(Files.readAllBytes(file)))) {
      List<X509Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (found.isEmpty()) {
        settings.problem(Code.BAD_VALUE, "ca", "has no line -----BEGIN CERTIFICATE-----: " + file);
      }
      return found;
    } catch (IOException e) {
      settings.problem(Code.BAD_VALUE, "ca", "cannot be read: " + Reason.of(e));
    } catch (CertificateException e) {
      settings.problem(
          Code.BAD_VALUE,
          "ca",
          file + " has something other than a certificate in PEM: " + e.getMessage());
    }
    return List.of();
  }

  /**
   * The certificates of a file, without a byte order mark and the text that tools put around them,
   * both of which Java takes for a broken certificate; a file in DER or PKCS #7 as it is.
   */
  private static byte[] pem(byte[] content) {
    String text = new String(content, text(content));
    boolean other = (content.length > 0 && content[0] == DER) || text.contains("-----BEGIN PKCS7");
    return other
        ? content
        : CERTIFICATE
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"))
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Windows saves UTF-16 with a byte order mark; all that counts is ASCII. */
  private static Charset text(byte[] content) {
    boolean wide =
        content.length > 1
            && (((content[0] & 0xff) == 0xff && (content[1] & 0xff) == 0xfe)
                || ((content[0] & 0xff) == 0xfe && (content[1] & 0xff) == 0xff));
    return wide ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1;
  }

  int proxyPort() {
    return proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort();
  }

  /** Whether nothing is said. */
  boolean isDirect() {
    return proxy == null && authorities.isEmpty();
  }
}
