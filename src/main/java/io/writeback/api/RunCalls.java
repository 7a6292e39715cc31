package io.writeback.api;

import io.writeback.problem.WritebackException;
import java.nio.file.Path;
import java.util.Optional;

/** What callers ask of runs that were accepted. */
public interface RunCalls {
  /** The report of a run as JSON; empty if there is no such run. */
  Optional<String> report(String run);

  /**
   * What a run would change as JSON.
   *
   * @throws WritebackException if there is no such run, or nothing is known of its changes
   */
  String changes(String run);

  /**
   * The same, change by change, as a file of CSV that whoever asked deletes.
   *
   * @throws WritebackException if there is no such run, or nothing is known of its changes
   */
  Path changesFile(String run);

  /**
   * Lets a run that waits for approval send what it would change.
   *
   * @param by who approves it
   * @return its state then
   * @throws WritebackException if there is no such run, or it cannot be approved
   */
  String approve(String run, String by);

  /**
   * Ends a run that waits for approval.
   *
   * @param by who rejects it
   * @return its state then
   * @throws WritebackException if there is no such run, or it does not wait for approval
   */
  String reject(String run, String by);
}
