package io.writeback.sandbox.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The pending faults, in the order in which they were added: the first that affects a request is
 * applied, and later ones do not see that request.
 */
public final class Faults {
  private final List<Waiting> waiting = new ArrayList<>();

  public synchronized Faults add(Fault fault) {
    waiting.add(new Waiting(fault));
    return this;
  }

  public synchronized void clear() {
    waiting.clear();
  }

  /** How many faults are not exhausted; unlimited ones do not count. */
  public synchronized int left() {
    return (int)
        waiting.stream().filter(one -> one.fault.strikes().times() != Fault.FOR_EVER).count();
  }

  /** A pending fault and its counts. */
  record Count(Fault fault, long seen, long struck) {}

  synchronized List<Count> counts() {
    return waiting.stream().map(one -> new Count(one.fault, one.seen, one.struck)).toList();
  }

  /**
   * Wraps a service with these faults.
   *
   * @param name as in rules: domo, workfront, workiva, data.world
   */
  public Endpoint around(String name, Endpoint service) {
    return request -> {
      Optional<Fault> fault = next(name, request);
      return fault.isEmpty() ? service.answer(request) : play(fault.get(), request, service);
    };
  }

  private static Response play(Fault fault, Request request, Endpoint service)
      throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case ANSWER -> fault.answer().response();
      case ANSWER_AFTER_COMMIT -> {
        service.answer(request);
        yield fault.answer().response();
      }
      case CLOSE_BEFORE_COMMIT -> Response.dropped();
      case CLOSE_AFTER_COMMIT -> {
        service.answer(request);
        yield Response.dropped();
      }
      case RESET_BEFORE_COMMIT -> Response.reset();
      case RESET_AFTER_COMMIT -> {
        service.answer(request);
        yield Response.reset();
      }
      case SILENCE_BEFORE_COMMIT -> Response.silence(fault.delay());
      case SILENCE_AFTER_COMMIT -> {
        service.answer(request);
        yield Response.silence(fault.delay());
      }
      case TRUNCATED_ANSWER -> service.answer(request).halved();
      case REWRITTEN_ANSWER -> service.answer(request).rewritten(fault);
      case HUGE_ANSWER -> {
        service.answer(request);
        yield Response.huge(fault.bytes());
      }
      case DELAY -> {
        Thread.sleep(fault.delay().toMillis());
        yield service.answer(request);
      }
      case SLOW_HEAD -> service.answer(request).headAfter(fault.delay());
      case SLOW_BODY -> service.answer(request).byteEach(fault.delay());
    };
  }

  private synchronized Optional<Fault> next(String service, Request request) {
    for (Waiting one : waiting) {
      if (one.strikes(service, request)) {
        if (one.struck == one.fault.strikes().times()) {
          waiting.remove(one);
        }
        return Optional.of(one.fault);
      }
    }
    return Optional.empty();
  }

  private static final class Waiting {
    private final Fault fault;
    private final SplittableRandom chance;
    private long seen;
    private long struck;

    Waiting(Fault fault) {
      this.fault = fault;
      this.chance = new SplittableRandom(fault.strikes().seed());
    }

    boolean strikes(String service, Request request) {
      if (!fault.aim().fits(service, request)) {
        return false;
      }
      // One draw per request, so that the n-th request has the same outcome however many are
      // skipped.
      boolean drawn = chance.nextDouble() < fault.strikes().probability();
      boolean strikes = ++seen > fault.strikes().skip() && drawn;
      struck += strikes ? 1 : 0;
      return strikes;
    }
  }
}
