package io.writeback.http;

import java.io.InterruptedIOException;

/** We closed the connection before the answer was complete: the request may be carried out. */
final class CutOffException extends InterruptedIOException {
  private static final long serialVersionUID = 1L;

  CutOffException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
