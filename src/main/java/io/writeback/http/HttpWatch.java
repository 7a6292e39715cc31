package io.writeback.http;

/** Observes requests; called on their threads, so it has to be quick. */
public interface HttpWatch {
  HttpWatch NONE = new HttpWatch() {};

  /**
   * There is an answer, whatever its status.
   *
   * @param server host and port
   * @param nanos from the moment that the host's limit let it go to the last byte of the answer; of
   *     a streamed answer to its head
   */
  default void answered(String server, int status, long nanos) {}

  /**
   * There is no answer.
   *
   * @param outcome what that means; {@link Outcome#THROTTLED} if it was not sent, as the host asked
   *     us to wait for longer than a request waits
   */
  default void failed(String server, Outcome outcome) {}

  /** A request is sent again, as another try may get another answer. */
  default void retried(String server) {}

  /** Both of them. */
  default HttpWatch and(HttpWatch other) {
    HttpWatch first = this;
    return first == NONE
        ? other
        : new HttpWatch() {
          @Override
          public void answered(String server, int status, long nanos) {
            first.answered(server, status, nanos);
            other.answered(server, status, nanos);
          }

          @Override
          public void failed(String server, Outcome outcome) {
            first.failed(server, outcome);
            other.failed(server, outcome);
          }

          @Override
          public void retried(String server) {
            first.retried(server);
            other.retried(server);
          }
        };
  }
}
