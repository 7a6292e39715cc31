package io.writeback.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads for work that may block, with so much in progress at most; more is refused at once. */
final class Workers {
  static final int MOST_IN_HAND = 32;

  private final WorkerExecutor threads;
  private final AtomicInteger inHand = new AtomicInteger();

  Workers(Vertx vertx, String name, int size) {
    threads = vertx.createSharedWorkerExecutor(name, size);
  }

  /**
   * @return fails with {@link Site.Busy} if the work was not begun
   */
  <T> Future<T> work(Callable<T> work) {
    if (inHand.incrementAndGet() > MOST_IN_HAND) {
      inHand.decrementAndGet();
      return Future.failedFuture(new Site.Busy());
    }
    return threads.executeBlocking(work, false).onComplete(done -> inHand.decrementAndGet());
  }
}
