package io.writeback.run;

import io.writeback.destination.Plan;
import io.writeback.ledger.Claim;
import io.writeback.ledger.RunEntry;
import io.writeback.rows.Tally;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Passes everything on to several listeners, in their order. */
public final class ProgressListeners implements ProgressListener {
  private final List<ProgressListener> listeners;

  public ProgressListeners(ProgressListener... listeners) {
    this.listeners = new CopyOnWriteArrayList<>(listeners);
  }

  /** Adds one, which gets what happens from now on. */
  public void add(ProgressListener listener) {
    listeners.add(listener);
  }

  private void each(Consumer<ProgressListener> event) {
    listeners.forEach(event);
  }

  @Override
  public void accepted(Run run) {
    each(listener -> listener.accepted(run));
  }

  @Override
  public void waiting(Path data) {
    each(listener -> listener.waiting(data));
  }

  @Override
  public void queued(RunEntry run, Claim claim) {
    each(listener -> listener.queued(run, claim));
  }

  @Override
  public void resumed(Run run) {
    each(listener -> listener.resumed(run));
  }

  @Override
  public void staging(Run run, String source) {
    each(listener -> listener.staging(run, source));
  }

  @Override
  public void staged(Run run, long rows) {
    each(listener -> listener.staged(run, rows));
  }

  @Override
  public void planning(Run run, long rows) {
    each(listener -> listener.planning(run, rows));
  }

  @Override
  public void planned(Run run, Plan plan) {
    each(listener -> listener.planned(run, plan));
  }

  @Override
  public void working(Run run) {
    each(listener -> listener.working(run));
  }

  @Override
  public void settled(Run run, Tally tally) {
    each(listener -> listener.settled(run, tally));
  }

  @Override
  public void ended(Run run, Report report) {
    each(listener -> listener.ended(run, report));
  }
}
