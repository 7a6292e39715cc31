package io.writeback.http;

import java.io.IOException;

/** A request did not leave, as its place may be another process's by now: it needs a new one. */
final class PlaceOverException extends IOException {
  private static final long serialVersionUID = 1L;

  PlaceOverException(String host) {
    super("this process's share of what " + host + " takes at once has expired");
  }
}
