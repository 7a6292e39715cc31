package io.writeback.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.entity.DeflateInputStream;

/** Inflates what a Content-Encoding says was compressed (RFC 9110, 8.4.1). */
public final class ContentCoding {
  private static final int BUFFER = 1 << 16;
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final Set<String> KNOWN = Set.of("gzip", "x-gzip", "deflate", "identity");

  private ContentCoding() {}

  /** Whether {@link #inflated} can undo it; none is one too. */
  public static boolean isKnown(String header) {
    return KNOWN.containsAll(codings(header));
  }

  /** Whether the bytes say themselves when they are cut: they are compressed. */
  public static boolean isCompressed(String header) {
    return codings(header).stream().anyMatch(coding -> !coding.equals("identity"));
  }

  /**
   * The content; as it is if the coding is not known.
   *
   * @param header the value of Content-Encoding; "" for none
   */
  public static InputStream inflated(String header, InputStream body) throws IOException {
    if (!isKnown(header)) {
      return body;
    }
    List<String> codings = codings(header);
    Collections.reverse(codings);
    InputStream content = body;
    for (String coding : codings) {
      if (GZIP.contains(coding)) {
        content = new GZIPInputStream(content, BUFFER);
      } else if (coding.equals("deflate")) {
        // Bare or with the header of zlib: some servers leave it out.
        content = new DeflateInputStream(content);
      }
    }
    return content;
  }

  private static List<String> codings(String header) {
    return new java.util.ArrayList<>(
        Arrays.stream(header.split(","))
            .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
            .filter(coding -> !coding.isEmpty())
            .toList());
  }
}
