package io.writeback.dataset.body;

import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Iterator;

/** The data that a message of a route carries; read once. */
public sealed interface Body {
  /**
   * A text as bytes.
   *
   * @param charset the character set that the message names; null if it names none
   */
  record Text(InputStream in, Charset charset) implements Body {}

  /**
   * Rows one by one.
   *
   * @param rows each a {@link java.util.Map} of a name to a value
   * @param whole what was in the body; closed when all are read, if it can be
   */
  record Rows(Iterator<?> rows, Object whole) implements Body {}
}
