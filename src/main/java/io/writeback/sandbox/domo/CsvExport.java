package io.writeback.sandbox.domo;

import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Streams a DataSet as CSV, byte for byte, or simulates a failure while doing so.
 *
 * <p>Domo DataSet API: chunked text/csv, the header only on request. That an export can end early
 * with a 200, or be an HTML page with a 200, are known complaints about the vendor's libraries.
 */
final class CsvExport {
  private static final String LOGIN_PAGE =
      "<!DOCTYPE html><html><head><title>Domo</title></head><body>Sign in</body></html>";

  private final CountDownLatch closed;

  /** Stalled exports end when the latch opens. */
  CsvExport(CountDownLatch closed) {
    this.closed = closed;
  }

  Response export(DataSet dataSet, Request request) throws IOException, DomoRefusal {
    if (!accepts(request.header("Accept").orElse("*/*"))) {
      throw DomoRefusal.notAcceptable();
    }
    DataSetKnobs knobs = dataSet.knobs();
    if (knobs.html()) {
      return Response.text(200, "text/html;charset=UTF-8", LOGIN_PAGE);
    }
    boolean header =
        request.query().first("includeHeader").orElse("false").equalsIgnoreCase("true");
    String fileName = request.query().first("fileName").orElse(dataSet.fileName());
    DataSet.Served served = dataSet.export();
    long from = header ? 0 : served.scan().headerEnd();
    long to = end(served, knobs);
    return Response.stream(
            200,
            "text/csv;charset=UTF-8",
            out -> {
              OutputStream nulled = NullForm.of(knobs.nullAs(), out, header);
              copy(served.content(), from, to, knobs, nulled);
              if (nulled instanceof NullForm form) {
                form.finish();
              }
            })
        .with("Content-Disposition", "attachment; filename=" + fileName.replaceAll("[\\r\\n]", ""));
  }

  private static long end(DataSet.Served served, DataSetKnobs knobs) throws IOException {
    long rows = served.visible();
    if (knobs.truncateAfterRows() >= 0) {
      rows = Math.min(rows, knobs.truncateAfterRows());
    }
    if (rows >= served.scan().rows()) {
      return Long.MAX_VALUE;
    }
    try (InputStream in = served.content().open()) {
      return CsvScan.endOfRow(in, rows);
    }
  }

  private void copy(CsvContent content, long from, long to, DataSetKnobs knobs, OutputStream out)
      throws IOException {
    try (InputStream in = content.open()) {
      in.skipNBytes(from);
      byte[] buffer = new byte[1 << 16];
      long left = to - from;
      long sent = 0;
      while (left > 0) {
        int read =
            in.read(buffer, 0, (int) Math.min(Math.min(buffer.length, left), stop(knobs, sent)));
        if (read < 0) {
          return;
        }
        out.write(buffer, 0, read);
        sent += read;
        left -= read;
        if (sent == knobs.cutAfterBytes()) {
          out.flush();
          throw new IOException("The sandbox cuts the export here");
        }
        if (sent == knobs.stallAfterBytes()) {
          out.flush();
          stall();
        }
      }
    }
  }

  /** Bytes until the next point at which something happens; at least 1. */
  private static long stop(DataSetKnobs knobs, long sent) {
    long next = Long.MAX_VALUE;
    for (long point : new long[] {knobs.cutAfterBytes(), knobs.stallAfterBytes()}) {
      if (point > sent) {
        next = Math.min(next, point - sent);
      }
    }
    return next;
  }

  private void stall() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new InterruptedIOException("The sandbox was closed while an export stalled");
  }

  private static boolean accepts(String accept) {
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
      String type = range.split(";", 2)[0].trim();
      if (type.equals("text/csv") || type.equals("text/*") || type.equals("*/*")) {
        return true;
      }
    }
    return false;
  }
}
