package io.writeback.sandbox.workiva;

import io.writeback.sandbox.http.Parameters;
import io.writeback.sandbox.http.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The opaque absolute links to the next page; each is valid only for the URL that returned it. */
final class NextLink {
  private static final String PARAMETER = "$next";

  private NextLink() {}

  /** The address of the request. */
  static String host(Request request) {
    return "http://" + request.header("Host").orElse("127.0.0.1");
  }

  /** The link to the page that begins at that position. */
  static String to(Request request, long position) {
    StringBuilder link = new StringBuilder(host(request));
    link.append(URI.create(request.target()).getRawPath()).append('?');
    Parameters query = request.query();
    for (String name : query.names()) {
      if (!name.equals(PARAMETER)) {
        link.append(encoded(name)).append('=').append(encoded(query.first(name).orElse("")));
        link.append('&');
      }
    }
    byte[] token = (request.path() + "\n" + position).getBytes(StandardCharsets.UTF_8);
    return link.append(encoded(PARAMETER))
        .append('=')
        .append(Base64.getUrlEncoder().withoutPadding().encodeToString(token))
        .toString();
  }

  /** The requested position; 0 without a link. */
  static long position(Request request) throws WorkivaRefusal {
    Optional<String> next = request.query().first(PARAMETER);
    if (next.isEmpty()) {
      return 0;
    }
    try {
      String token = new String(Base64.getUrlDecoder().decode(next.get()), StandardCharsets.UTF_8);
      int end = token.lastIndexOf('\n');
      if (end > 0 && token.substring(0, end).equals(request.path())) {
        return Math.max(0, Long.parseLong(token.substring(end + 1)));
      }
    } catch (IllegalArgumentException e) {
      throw WorkivaRefusal.badRequest(PARAMETER, "$next is none that was given");
    }
    throw WorkivaRefusal.badRequest(PARAMETER, "$next is none that was given for this address");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
