package io.writeback.camel.pipeline;

import io.writeback.log.LogScope;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads that batches are processed in. What they log is about the run that gave them their
 * work; it is Camel that ends them.
 */
final class BatchThreads extends AbstractExecutorService {
  private final ExecutorService threads;

  BatchThreads(ExecutorService threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable work) {
    threads.execute(LogScope.handedOver(work));
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(time, unit);
  }
}
