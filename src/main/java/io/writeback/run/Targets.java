package io.writeback.run;

import io.writeback.ledger.Claim;
import io.writeback.ledger.LeaseStore;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.StoredRun;
import io.writeback.process.Periodic;
import java.io.Closeable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The targets of the runs of this process: waited for, held during the run, given back.
 *
 * <p>A process that was frozen must not send when it wakes, as another may have its target by then:
 * so nothing is sent with less time left on the lease than a request may take. That is measured by
 * a clock that runs while the process is frozen and that is never set.
 */
public final class Targets implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
  private static final long BETWEEN_TRIES_MILLIS = 100;
  private static final int RENEWALS_A_LEASE = 3;

  private final LeaseStore leases;
  private final HeldFor heldFor;
  private final LongSupplier nanos;
  private final Map<String, Long> heldUntil = new ConcurrentHashMap<>();

  /** Null if there is nothing to renew. */
  private final Periodic renewer;

  /**
   * How this process holds targets.
   *
   * @param terms as the ledger has them
   * @param request the longest that a request may take
   */
  public record HeldFor(LeaseTerms terms, Duration request) {
    /** So long that it need not be renewed: one process has the ledger to itself. */
    private static final Duration EVER = Duration.ofDays(36_500);

    /** For the one process of a data directory, which the directory's lock keeps alone. */
    public static HeldFor ever(Duration quarantine) {
      return new HeldFor(new LeaseTerms("data-directory", EVER, quarantine), Duration.ZERO);
    }

    boolean expires() {
      return terms.length().compareTo(EVER) < 0;
    }
  }

  public Targets(LeaseStore leases, HeldFor heldFor, LongSupplier nanos) {
    this.leases = leases;
    this.heldFor = heldFor;
    this.nanos = nanos;
    Duration pause = heldFor.terms().length().dividedBy(RENEWALS_A_LEASE);
    this.renewer =
        heldFor.expires()
            ? new Periodic(
                "writeback-leases",
                "the renewal of leases",
                pause,
                pause,
                this::renew,
                failure -> false)
            : null;
  }

  /** Gives back what an earlier process of the same name held when it died. */
  public void clear() {
    leases.releaseAll(heldFor.terms().holder());
  }

  /**
   * Takes the target of a run as soon as it is free.
   *
   * @param waiting gets why it is not, once for each reason
   * @param patient whether to wait for it; else it is asked for once
   * @param ending whether to wait no longer
   * @return the run to execute; empty if it has ended, another process has it, it is not waited for
   *     any more, or a run that has to go before it waits for a person
   */
  Optional<StoredRun> take(
      RunEntry run,
      String target,
      Consumer<Claim> waiting,
      boolean patient,
      BooleanSupplier ending) {
    Claim reported = null;
    while (!ending.getAsBoolean()) {
      long asked = nanos.getAsLong();
      Claim claim = leases.claim(run, target, heldFor.terms());
      if (claim instanceof Claim.Taken taken) {
        heldUntil.put(run.id(), asked + heldFor.terms().length().toNanos());
        return Optional.of(taken.run());
      }
      if (claim instanceof Claim.Gone) {
        return Optional.empty();
      }
      if (!claim.equals(reported)) {
        waiting.accept(claim);
        reported = claim;
      }
      if (claim instanceof Claim.Overtaken || claim instanceof Claim.Held || !patient) {
        return Optional.empty();
      }
      pause();
    }
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_TRIES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LedgerException("interrupted while waiting for a target", e);
    }
  }

  /** Whether a request that starts now is over before another process may have the target. */
  boolean maySend(String runId) {
    Long until = heldUntil.get(runId);
    return until != null
        && (!heldFor.expires() || until - nanos.getAsLong() > heldFor.request().toNanos());
  }

  /** How long a request without an answer may still be carried out. */
  Duration quarantine() {
    return heldFor.terms().quarantine();
  }

  private void renew() {
    if (heldUntil.isEmpty()) {
      return;
    }
    try {
      long asked = nanos.getAsLong();
      // One that is taken meanwhile is not among them, and has its own time.
      Set<String> before = Set.copyOf(heldUntil.keySet());
      Set<String> still = leases.renew(heldFor.terms(), before);
      for (String run : before) {
        heldUntil.computeIfPresent(
            run,
            (id, until) ->
                still.contains(id)
                    ? Long.valueOf(asked + heldFor.terms().length().toNanos())
                    : null);
      }
    } catch (LedgerException e) {
      // Runs continue while their leases last; their own updates of the ledger fail too.
      LOG.warn("the leases cannot be renewed: {}", e.getMessage());
    }
  }

  /** Gives the target of a run back; if that fails, it is free when its lease is over. */
  void release(String runId) {
    heldUntil.remove(runId);
    try {
      leases.release(runId, heldFor.terms().holder());
    } catch (LedgerException e) {
      LOG.warn("the target of run {} cannot be released: {}", runId, e.getMessage());
    }
  }

  /** The name under which this process holds them. */
  public String holder() {
    return heldFor.terms().holder();
  }

  @Override
  public void close() {
    if (renewer != null) {
      renewer.close();
    }
  }
}
