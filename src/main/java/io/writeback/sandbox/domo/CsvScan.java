package io.writeback.sandbox.domo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Finds records in the bytes of a CSV without decoding them.
 *
 * <p>Domo's CSV is RFC 4180 with LF or CRLF; a line end inside quotes belongs to the cell. UTF-8
 * lets quotes and line ends be found byte by byte.
 *
 * @param headerEnd offset of the first byte after the header record
 * @param rows records after the header
 */
record CsvScan(long headerEnd, long rows) {

  /** Scans a whole file. */
  static CsvScan of(InputStream in) throws IOException {
    return scan(in, Long.MAX_VALUE);
  }

  /** Offset of the first byte after that many rows; the end of the file if it has fewer. */
  static long endOfRow(InputStream in, long rows) throws IOException {
    long[] end = {0};
    count(in, rows + 1, end);
    return end[0];
  }

  private static CsvScan scan(InputStream in, long most) throws IOException {
    long[] ends = {0, 0};
    long records = count(in, most, ends);
    return new CsvScan(ends[1], Math.max(0, records - 1));
  }

  /**
   * Counts records; {@code ends[0]} becomes the end of the last, {@code ends[1]} that of the first.
   */
  private static long count(InputStream in, long most, long[] ends) throws IOException {
    InputStream bytes = new BufferedInputStream(in, 1 << 16);
    boolean quoted = false;
    boolean open = false;
    long offset = 0;
    long records = 0;
    for (int b = bytes.read(); b >= 0 && records < most; b = bytes.read()) {
      offset++;
      if (b == '"') {
        quoted = !quoted;
      }
      if (b == '\n' && !quoted) {
        records++;
        open = false;
        ends[0] = offset;
        if (records == 1 && ends.length > 1) {
          ends[1] = offset;
        }
      } else {
        open = true;
      }
    }
    if (open && records < most) {
      records++;
      ends[0] = offset;
      if (records == 1 && ends.length > 1) {
        ends[1] = offset;
      }
    }
    return records;
  }
}
