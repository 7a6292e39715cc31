package io.writeback.batch;

import io.writeback.destination.Held;
import io.writeback.http.CallFailure;
import io.writeback.http.SendGuard;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The book of a run, held by each of its batches: says whether they may continue, and records what
 * they do in the durable order (intent, then what is overwritten, then the request, then the
 * account). Used by many threads.
 */
public interface Book {
  String runId();

  /** Whether the run ends early: no new request begins. */
  boolean isStopped();

  /** Whether a run that is stopped resumes later where it was. */
  boolean isToResume();

  /** A batch was gathered: puts its intent on its way to disk, in the order of the rows. */
  void begin(Batch batch);

  /** How long a request without an answer may still be carried out. */
  Duration quarantine();

  /** Whether it wants to know what the destination holds before a batch is written. */
  boolean keepsBefore();

  /**
   * What the destination holds in place of records of a batch: on disk when this returns, and
   * nothing of these records is written before.
   *
   * @throws io.writeback.problem.WritebackException if it cannot be put there
   */
  void before(Batch batch, Held held);

  /**
   * Before each request that writes: waits until this process is known to have the target.
   *
   * @throws io.writeback.problem.WritebackException if another process may have it
   */
  void requireTarget();

  /**
   * When all waits of a request that writes are over, before its last bytes leave: once {@code
   * cancel} has returned, nothing of the run goes out.
   *
   * @throws io.writeback.problem.WritebackException if it may not go out
   */
  void requireMaySend();

  /**
   * A request that writes is on its way, until the result is closed.
   *
   * @param cut cuts it off, before another process may have the target
   */
  SendGuard.InFlight sending(Consumer<String> cut);

  /** A request goes out, whether it writes or asks: counted for the retry budget. */
  void requestSent();

  /** Whether a request that failed may be sent again now; if not, the run is paused. */
  boolean mayTryAgain(CallFailure failure);

  /** The destination works on a batch: records where to ask for the result. */
  void accepted(Batch batch, URI operation);

  /** A batch waits for its destination; a cancel takes effect meanwhile. */
  void waiting();

  /** Puts the account of every row of a batch on disk. */
  void settle(Batch batch);

  /** Something broke in the pipeline: the rows of the batch stay open, and the run ends. */
  void broken(Throwable failure);
}
