package io.writeback.destination;

import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;

/**
 * One request to a destination and how its answer is read.
 *
 * @param request without credentials; every try sends the same bytes
 */
public record Exchange(HttpRequest request, Reading reading) {
  /** Reads an answer. */
  @FunctionalInterface
  public interface Reading {
    /**
     * Checks an answer record by record and field by field.
     *
     * @param sent the request with the credentials that it went out with
     * @throws io.writeback.http.CallFailure if the answer proves nothing, or asks for another try
     */
    Receipt read(HttpRequest sent, HttpAnswer answer);
  }

  /** See {@link Reading#read}. */
  public Receipt read(HttpRequest sent, HttpAnswer answer) {
    return reading.read(sent, answer);
  }
}
