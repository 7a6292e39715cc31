package io.writeback.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 message with its very bytes.
 *
 * @param bytes all that was read of it
 * @param headLength how many of them are its head
 * @param body what it holds, without its chunks' frames
 * @param whole whether its end was there
 */
record WireMessage(byte[] bytes, int headLength, byte[] body, boolean whole) {
  /** Reads the next one; null at the end of the stream. */
  static WireMessage read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (!until(in, "\r\n\r\n", bytes)) {
      return bytes.size() == 0
          ? null
          : new WireMessage(bytes.toByteArray(), bytes.size(), new byte[0], false);
    }
    int head = bytes.size();
    Map<String, List<String>> headers = headers(text(bytes.toByteArray()));
    boolean whole;
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      whole = chunks(in, bytes, body);
    } else {
      String length = headers.getOrDefault("content-length", List.of("0")).get(0);
      whole = copy(in, Integer.parseInt(length), bytes, body);
    }
    return new WireMessage(bytes.toByteArray(), head, body.toByteArray(), whole);
  }

  private static boolean chunks(
      InputStream in, ByteArrayOutputStream bytes, ByteArrayOutputStream body) throws IOException {
    for (; ; ) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      boolean sized = until(in, "\r\n", line);
      bytes.write(line.toByteArray());
      if (!sized) {
        return false;
      }
      int size = Integer.parseInt(text(line.toByteArray()).strip().split(";")[0], 16);
      if (!copy(in, size, bytes, body) || !until(in, "\r\n", bytes)) {
        return false;
      }
      if (size == 0) {
        return true;
      }
    }
  }

  private static boolean copy(
      InputStream in, int length, ByteArrayOutputStream bytes, ByteArrayOutputStream body)
      throws IOException {
    byte[] read = in.readNBytes(length);
    bytes.write(read);
    body.write(read);
    return read.length == length;
  }

  private static boolean until(InputStream in, String end, ByteArrayOutputStream bytes)
      throws IOException {
    int matched = 0;
    while (matched < end.length()) {
      int next = in.read();
      if (next < 0) {
        return false;
      }
      bytes.write(next);
      matched = next == end.charAt(matched) ? matched + 1 : next == end.charAt(0) ? 1 : 0;
    }
    return true;
  }

  String[] firstLine() {
    return text(bytes).split("\r\n", 2)[0].split(" ", 3);
  }

  /** By lower-case name. */
  Map<String, List<String>> headers() {
    return headers(text(Arrays.copyOf(bytes, headLength)));
  }

  private static Map<String, List<String>> headers(String head) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    String[] lines = head.split("\r\n");
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers
            .computeIfAbsent(
                line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
            .add(line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** The first half of the body with the whole head; of a message without body, half the head. */
  byte[] half() {
    int rest = bytes.length - headLength;
    return Arrays.copyOf(bytes, rest > 1 ? headLength + rest / 2 : headLength / 2);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
