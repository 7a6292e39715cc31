package io.writeback.alert;

import java.util.Map;
import java.util.Optional;

/** What messages need of the runtime that has endpoints. */
public interface Endpoints {
  /**
   * Makes an endpoint, and sends nothing.
   *
   * @throws RuntimeException if the runtime has no such endpoint
   */
  void open(String uri);

  /** Sends one message, and waits until it has arrived. */
  void send(String uri, Object body, Map<String, Object> headers, Optional<Attachment> file)
      throws Exception;

  /** The name by which the URI of a mail endpoint refers to a login: {@code #name}. */
  String mailLogin(String user, String password);
}
