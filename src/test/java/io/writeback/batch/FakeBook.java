package io.writeback.batch;

import io.writeback.destination.Held;
import io.writeback.http.CallFailure;
import io.writeback.http.SendGuard;
import java.net.URI;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A book without a run or a ledger: every intent counts as on disk at once. */
public class FakeBook implements Book {
  private final BooleanSupplier stopped;

  public FakeBook(BooleanSupplier stopped) {
    this.stopped = stopped;
  }

  public FakeBook() {
    this(() -> false);
  }

  @Override
  public String runId() {
    return "a-run";
  }

  @Override
  public java.time.Duration quarantine() {
    return java.time.Duration.ZERO;
  }

  @Override
  public boolean isStopped() {
    return stopped.getAsBoolean();
  }

  @Override
  public boolean isToResume() {
    return false;
  }

  @Override
  public void begin(Batch batch) {
    batch.intended(() -> {});
  }

  @Override
  public boolean keepsBefore() {
    return false;
  }

  @Override
  public void before(Batch batch, Held held) {
    throw new AssertionError("nobody wants to know");
  }

  @Override
  public void requireTarget() {}

  @Override
  public void requireMaySend() {}

  @Override
  public SendGuard.InFlight sending(Consumer<String> cut) {
    return () -> {};
  }

  @Override
  public void requestSent() {}

  @Override
  public boolean mayTryAgain(CallFailure failure) {
    return true;
  }

  @Override
  public void accepted(Batch batch, URI operation) {}

  @Override
  public void waiting() {}

  @Override
  public void settle(Batch batch) {}

  @Override
  public void broken(Throwable failure) {
    throw new AssertionError(failure);
  }
}
