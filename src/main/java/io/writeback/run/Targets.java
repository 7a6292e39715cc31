package io.writeback.run;

import io.writeback.http.SendGuard;
import io.writeback.ledger.Claim;
import io.writeback.ledger.LeaseStore;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.StoredRun;
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
 * <p>A lease is renewed every few seconds ({@link LeaseTerms}). A process that cannot renew it, or
 * was frozen, must not send when another may have the target. So a request does not leave unless
 * its lease lasts for a while, and what is on its way is cut off before the lease is over: its
 * batch is in doubt then, and read back by whichever process continues, as after a kill. How long a
 * request may take has no part in this.
 *
 * <p>While the ledger is unavailable, what would be sent waits. When the ledger is back, the lease
 * is renewed although it is over, unless another process has taken the target or the run; only then
 * is it lost.
 *
 * <p>Time is measured by a clock that runs while the process is frozen and that is never set.
 */
public final class Targets {
  private static final Logger LOG = LoggerFactory.getLogger(Targets.class);
  private static final long BETWEEN_TRIES_MILLIS = 100;

  private final LeaseStore leases;
  private final LeaseTerms terms;
  private final LongSupplier nanos;
  private final Map<String, HeldTarget> held = new ConcurrentHashMap<>();

  /**
   * @param nanos the time, as {@link System#nanoTime}
   */
  public Targets(LeaseStore leases, LeaseTerms terms, LongSupplier nanos) {
    this.leases = leases;
    this.terms = terms;
    this.nanos = nanos;
  }

  /** Gives back what an earlier process of the same name held when it died. */
  public void clear() {
    leases.releaseAll(terms.holder());
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
      Claim claim = leases.claim(run, target, terms);
      if (claim instanceof Claim.Taken taken) {
        held.put(run.id(), new HeldTarget(nanos, asked, until(asked)));
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

  /** When a lease that was asked for at a time is over: by then at the latest in the ledger. */
  private long until(long asked) {
    return asked + terms.length().toNanos();
  }

  /**
   * Waits until a request may leave.
   *
   * @return false if another process may have the target
   */
  boolean awaitMaySend(String runId) {
    HeldTarget target = held.get(runId);
    return target != null && (!terms.expires() || target.await(terms.leastToSend().toNanos()));
  }

  /** Whether a request may leave now. */
  boolean maySend(String runId) {
    HeldTarget target = held.get(runId);
    return target != null && (!terms.expires() || target.lasts(terms.leastToSend().toNanos()));
  }

  /** A request of a run is on its way, until the result is closed. */
  SendGuard.InFlight sending(String runId, Consumer<String> cut) {
    HeldTarget target = held.get(runId);
    if (target == null || !terms.expires()) {
      return () -> {};
    }
    target.sends(cut);
    return () -> target.sent(cut);
  }

  /** How long a request without an answer may still be carried out. */
  Duration quarantine() {
    return terms.quarantine();
  }

  /** The runs whose targets are held. */
  public Set<String> runs() {
    return Set.copyOf(held.keySet());
  }

  /**
   * The leases of these runs were renewed, or could not be.
   *
   * @param asked when that was asked for
   * @param runs for which it was; one that was taken meanwhile has its own time
   * @param still those that have their target
   */
  public void renewed(long asked, Set<String> runs, Set<String> still) {
    for (String run : runs) {
      HeldTarget target = held.get(run);
      if (target != null && target.isNewerThan(asked)) {
        continue;
      }
      if (target != null && still.contains(run)) {
        target.renewed(until(asked));
      } else if (target != null) {
        target.lose();
      }
    }
  }

  /** The ledger refused to renew any: a target whose lease is over is lost. */
  public void notRenewed() {
    held.values().stream().filter(target -> !target.lasts(0)).forEach(HeldTarget::lose);
  }

  /** Cuts off what is on its way to a target that another process may have soon. */
  public void cutLate() {
    held.values().forEach(target -> target.cutUnlessLasts(terms.leastInFlight().toNanos()));
  }

  /** The process ends: nothing waits for a lease any more. */
  public void close() {
    held.values().forEach(HeldTarget::lose);
  }

  /** Gives the target of a run back; if that fails, it is free when its lease is over. */
  void release(String runId) {
    held.remove(runId);
    try {
      leases.release(runId, terms.holder());
    } catch (LedgerException e) {
      LOG.warn("the target of run {} cannot be released: {}", runId, e.getMessage());
    }
  }
}
