package io.writeback.engine;

import io.writeback.dataset.DatasetSource;
import io.writeback.destination.Destination;
import io.writeback.problem.WritebackException;
import io.writeback.results.ResultTarget;
import io.writeback.run.Run;
import java.util.Optional;

/** What the engine needs of the runtime that carries its runs: the routes of the writebacks. */
public interface RunRoute {
  /** Whether this process has the route of a writeback. */
  boolean exists(String writeback);

  /**
   * Where a writeback writes to, as its route says.
   *
   * @throws WritebackException WB-106 if this process has no such route
   */
  Destination destination(String writeback);

  /**
   * Where a writeback reads its rows, as its route says.
   *
   * @throws WritebackException WB-106 if this process has no such route
   */
  default Optional<DatasetSource> source(String writeback) {
    return Optional.empty();
  }

  /**
   * A digest of what the route of a writeback says: where its rows come from and go, with all
   * options, and the code that makes its rows.
   *
   * @throws WritebackException WB-106 if this process has no such route
   */
  String digest(String writeback);

  /** A digest of the code that gets rows by an endpoint, as far as it can be seen. */
  String codeDigest(String with);

  /**
   * Where the results of a writeback go, as its route says, if they do.
   *
   * @throws WritebackException WB-106 if this process has no such route
   */
  default Optional<ResultTarget> results(String writeback) {
    return Optional.empty();
  }

  /** Sends a run through the route of its writeback, the steps behind its sink included. */
  void send(Run run) throws Exception;

  /** Sends the batches of a run that has its plan, without the route of its writeback. */
  void sendBatches(Run run) throws Exception;
}
