package io.writeback.config;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings http and https addresses to one normal form, so that one server has one name, however its
 * address is written: lower case, no default port, no trailing dot, international names in ASCII,
 * IPv6 addresses as in RFC 5952.
 *
 * <p>Limits, targets and logins are kept by that name.
 */
public final class WebAddress {
  private static final Map<String, Integer> PORTS = Map.of("http", 80, "https", 443);
  private static final int GREATEST_PORT = 65_535;
  private static final int LONGEST_HOST = 253;

  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(?<port>\\d*))?");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");
  private static final Pattern BYTE = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-f:.]+");

  private static final Pattern ZEROS = Pattern.compile("(?<![^:])0(?::0)+(?![^:])");

  /** IDNA 2003, which Java has, and IDNA 2008 make different names of these. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00df\\u03c2\\u200c\\u200d]");

  private WebAddress() {}

  /**
   * The normal form of an absolute http or https address.
   *
   * @throws URISyntaxException if the text is no URI
   * @throws IllegalArgumentException if it names no server that can be reached; the message says
   *     why
   */
  public static URI normal(String text) throws URISyntaxException {
    URI uri = new URI(text);
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!PORTS.containsKey(scheme) || uri.getRawAuthority() == null) {
      throw new IllegalArgumentException("it does not begin with http:// or https:// and a host");
    }
    String authority = uri.getRawAuthority();
    int at = authority.lastIndexOf('@');
    String user = authority.substring(0, at + 1);
    StringBuilder normal = new StringBuilder(scheme).append("://").append(user);
    normal.append(authority(scheme, authority.substring(at + 1))).append(uri.getRawPath());
    if (uri.getRawQuery() != null) {
      normal.append('?').append(uri.getRawQuery());
    }
    if (uri.getRawFragment() != null) {
      normal.append('#').append(uri.getRawFragment());
    }
    return new URI(normal.toString());
  }

  /** Whether two addresses, the first in normal form, lead to the same server by one scheme. */
  public static boolean sameServer(URI normal, URI other) {
    try {
      URI found = normal(other.toString());
      return normal.getScheme().equals(found.getScheme())
          && found.getRawUserInfo() == null
          && normal.getRawAuthority().equals(found.getRawAuthority());
    } catch (URISyntaxException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Host and port, always with the port and an IPv6 address in brackets: what the process keeps by
   * server goes by this name. A host that has no normal form keeps its text in lower case.
   *
   * @param port below 0 for that of the scheme
   */
  public static String server(String scheme, String host, int port) {
    int known = port >= 0 ? port : PORTS.getOrDefault(scheme.toLowerCase(Locale.ROOT), 443);
    return lenient(host) + ":" + known;
  }

  /** The normal form of a host alone; one that has none keeps its text in lower case. */
  public static String lenient(String host) {
    String bracketed = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    try {
      return host(bracketed);
    } catch (IllegalArgumentException e) {
      return bracketed.toLowerCase(Locale.ROOT);
    }
  }

  private static String authority(String scheme, String text) {
    Matcher parts = AUTHORITY.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("\"" + text + "\" is not a host, or a host and a port");
    }
    String host = host(parts.group("host"));
    String digits = parts.group("port");
    if (digits == null || digits.isEmpty()) {
      return host;
    }
    int port = port(digits);
    return port == PORTS.get(scheme) ? host : host + ":" + port;
  }

  private static int port(String digits) {
    String shortest = digits.replaceFirst("^0+(?=.)", "");
    int port = shortest.length() > 5 ? GREATEST_PORT + 1 : Integer.parseInt(shortest);
    if (port < 1 || port > GREATEST_PORT) {
      throw new IllegalArgumentException("a port is between 1 and " + GREATEST_PORT);
    }
    return port;
  }

  private static String host(String text) {
    if (text.startsWith("[")) {
      return ipv6(text.substring(1, text.length() - 1).toLowerCase(Locale.ROOT));
    }
    if (AMBIGUOUS.matcher(text).find()) {
      throw new IllegalArgumentException(
          "its host has a letter that two standards convert to different names; write the host in"
              + " ASCII, as xn--…");
    }
    String lower = ascii(text).toLowerCase(Locale.ROOT);
    String host = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (host.isEmpty() || host.length() > LONGEST_HOST) {
      throw new IllegalArgumentException("its host is empty or too long");
    }
    String[] labels = host.split("\\.", -1);
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        throw new IllegalArgumentException(reason(host, label));
      }
    }
    if (NUMBER.matcher(labels[labels.length - 1]).matches()) {
      requireIpv4(host, labels);
    }
    return host;
  }

  private static String reason(String host, String label) {
    return label.indexOf('_') >= 0
        ? "its host \"%s\" has an underscore, which no host name may have (RFC 1123); use another name of the server, or its IP address"
            .formatted(host)
        : ("its host \"%s\" is not a host name: \"%s\" is not made of letters, digits and inner"
                + " hyphens")
            .formatted(host, label);
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its host \"" + host + "\" has no form in ASCII");
    }
  }

  /**
   * Four numbers, as one writes them; other forms mean different addresses to different readers.
   */
  private static void requireIpv4(String host, String[] bytes) {
    boolean plain =
        bytes.length == 4
            && Arrays.stream(bytes)
                .allMatch(
                    number -> BYTE.matcher(number).matches() && Integer.parseInt(number) <= 255);
    if (!plain) {
      throw new IllegalArgumentException(
          "its host \"%s\" is not an IPv4 address of four decimal numbers".formatted(host));
    }
  }

  private static String ipv6(String text) {
    if (text.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "its host \"[%s]\" names a network interface, which exists on one machine only"
              .formatted(text));
    }
    try {
      if (IPV6.matcher(text).matches() && text.indexOf(':') >= 0) {
        // No look-up: the text can be nothing but an address.
        InetAddress address = InetAddress.getByName("[" + text + "]");
        return address instanceof Inet4Address
            ? address.getHostAddress()
            : "[" + shortest(address) + "]";
      }
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          ("its host \"[%s]\" is not an IPv6" + " address").formatted(text));
    }
    throw new IllegalArgumentException("its host \"[%s]\" is not an IPv6 address".formatted(text));
  }

  /** RFC 5952: the first of the longest runs of two zero groups or more as {@code ::}. */
  private static String shortest(InetAddress address) {
    String groups = address.getHostAddress();
    return ZEROS
        .matcher(groups)
        .results()
        .max(Comparator.comparingInt(run -> run.end() - run.start()))
        .map(
            run ->
                (run.start() == 0 ? ":" : groups.substring(0, run.start()))
                    + (run.end() == groups.length() ? ":" : groups.substring(run.end())))
        .orElse(groups);
  }
}
