package io.writeback.engine;

import io.writeback.ledger.HeartbeatStore;
import io.writeback.ledger.LeaseTerms;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.run.Targets;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records in a shared ledger every few seconds that this process is alive, and renews the leases of
 * what it has: the targets of its runs, and its duties.
 *
 * <p>It has connections of its own: long reads and writes of others do not hold it up.
 */
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Ledger ledger;
  private final HeartbeatStore store;
  private final LeaseTerms terms;
  private final String program;
  private final Targets targets;
  private final Duties duties;
  private final LongSupplier nanos;
  private volatile boolean serves;
  private volatile List<HeartbeatStore.Living> servers = List.of();
  private long last;
  private long backSince;
  private boolean wasAway;
  private volatile boolean ended;

  /**
   * @param ledger for nothing else
   * @param program the name and version of this program
   * @param nanos the time, as {@link System#nanoTime}
   */
  Heartbeat(
      Ledger ledger,
      LeaseTerms terms,
      String program,
      Targets targets,
      Duties duties,
      LongSupplier nanos) {
    this.ledger = ledger;
    this.store = ledger.heartbeats();
    this.terms = terms;
    this.program = program;
    this.targets = targets;
    this.duties = duties;
    this.nanos = nanos;
    this.last = nanos.getAsLong();
  }

  /** From the next beat on this process counts among those that take the runs that wait. */
  void serves() {
    serves = true;
  }

  /**
   * Beats once.
   *
   * @throws io.writeback.problem.WritebackException if a newer program has upgraded the ledger
   */
  void beat() {
    long asked = nanos.getAsLong();
    // What is taken meanwhile is not among them, and has its own time.
    Set<String> runs = targets.runs();
    Set<String> tasks = duties.names();
    try {
      HeartbeatStore.Held held =
          store.beat(terms, new HeartbeatStore.Beat(program, serves, runs, tasks));
      if (ended) {
        // It was on its way while the process left.
        store.end(terms.holder());
        return;
      }
      targets.renewed(asked, runs, held.runs());
      duties.renewed(asked, tasks, held.duties());
      beaten(asked, held.servers());
    } catch (LedgerException e) {
      LOG.warn("the leases cannot be renewed: {}", e.getMessage());
      targets.notRenewed();
    }
    ledger.requireOurs();
  }

  private synchronized void beaten(long asked, List<HeartbeatStore.Living> alive) {
    long now = nanos.getAsLong();
    if (now - last > terms.length().toNanos()) {
      wasAway = true;
      backSince = now;
    }
    last = asked;
    alive.stream()
        .filter(one -> !one.program().equals(program))
        .filter(one -> servers.stream().noneMatch(one::equals))
        .forEach(
            one ->
                LOG.info(
                    "another process of this ledger is {}, this one is {}",
                    one.program(),
                    program));
    servers = alive;
  }

  /**
   * Whether this process may take over what others have let go: not right after the ledger was
   * unavailable, or this process was frozen. The leases of all processes are over then, and those
   * that are alive renew them first.
   */
  synchronized boolean isSteady() {
    long now = nanos.getAsLong();
    return now - last <= terms.length().toNanos()
        && (!wasAway || now - backSince > 2 * terms.betweenBeats().toNanos());
  }

  /** How many processes take the runs that wait, this one included. */
  int servers() {
    return Math.max(1, servers.size());
  }

  /** The process ends: what it has is free for others. */
  void end() {
    ended = true;
    try {
      store.end(terms.holder());
    } catch (LedgerException e) {
      LOG.warn("the other processes learn a little later that this one ends: {}", e.getMessage());
    }
  }
}
