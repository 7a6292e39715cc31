package io.writeback.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.dataset.rows.RowInbox;
import io.writeback.ledger.RowGroupStore;
import io.writeback.ledger.RowGroupStore.Group;
import io.writeback.problem.WritebackException;
import io.writeback.run.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of messages of one writeback on their way into runs: gathered into groups in the ledger,
 * each of which becomes a run.
 *
 * <p>One process at a time gathers the rows of a writeback. One that was frozen meanwhile does not
 * overwrite what another has added: it stores a group only as long as the ledger has the rows that
 * it has seen.
 *
 * <p>Groups become runs in the order in which they began. One that could not, or that a killed
 * process left, keeps the later ones waiting: their run would be followed by one with older values.
 */
public final class RowGroups {
  private static final Logger LOG = LoggerFactory.getLogger(RowGroups.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final String writeback;
  private final RowGroupStore store;
  private final Runs runs;
  private final RowInbox inbox;

  /** The group that takes rows; an empty one is not in the ledger yet. */
  private String id;

  private final List<String> rows = new ArrayList<>();
  private long begun;

  /**
   * Whether the ledger may have another state of the group than this: a write failed, and may have
   * taken place. A group that is complete there takes no more rows, as its run may have read it.
   */
  private boolean isUnknown;

  /** When to check for complete groups next, by the clock of {@link System#nanoTime}. */
  private long nextPoll;

  public RowGroups(String writeback, RowGroupStore store, Runs runs, RowInbox inbox) {
    this.writeback = writeback;
    this.store = store;
    this.runs = runs;
    this.inbox = inbox;
    read();
    nextPoll = begun;
  }

  /** From now on this process gathers the rows: another one may have done so before. */
  public synchronized void takeOver() {
    isUnknown = true;
    nextPoll = System.nanoTime();
  }

  /** Takes up the group that is being filled, as the ledger has it. */
  private void read() {
    store
        .open(writeback)
        .ifPresentOrElse(
            left -> {
              begin(left.id());
              rows.addAll(rows(left));
            },
            () -> begin(newId()));
    isUnknown = false;
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private void begin(String group) {
    id = group;
    rows.clear();
    begun = System.nanoTime();
  }

  /**
   * Adds a row, which is in the ledger when this returns.
   *
   * @param row its cells as a JSON array
   * @param most how many rows complete a group
   */
  public synchronized void add(String row, int most) {
    do {
      if (isUnknown) {
        read();
      }
      if (rows.isEmpty()) {
        begun = System.nanoTime();
      }
      rows.add(row);
      // If it fails, the message is delivered again.
      isUnknown = true;
    } while (!store(rows.size() >= most, rows.size() - 1));
  }

  /** Whether it is stored; else another process has added rows to the group since it was read. */
  private boolean store(boolean complete, int before) {
    if (!complete) {
      isUnknown = !store.put(writeback, group(), before);
      return !isUnknown;
    }
    if (!store.close(writeback, group(), before)) {
      return false;
    }
    begin(newId());
    isUnknown = false;
    nextPoll = begun;
    return true;
  }

  private Group group() {
    try {
      return new Group(id, JSON.writeValueAsString(rows), rows.size());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rows(Group group) {
    try {
      return List.of(JSON.readValue(group.content(), String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the gathered rows " + group.id() + " cannot be read", e);
    }
  }

  /**
   * Makes runs of the complete groups. If one cannot become a run, it and the later ones are tried
   * again after a while.
   *
   * @param longest how long after its first row a group is complete in any case
   * @return the ids of the runs that were accepted, or that take these rows too
   */
  public synchronized List<String> accept(Duration longest) {
    if (isUnknown) {
      read();
    }
    if (!rows.isEmpty() && System.nanoTime() - begun >= longest.toNanos()) {
      isUnknown = true;
      store(true, rows.size());
    }
    long now = System.nanoTime();
    List<String> accepted = new ArrayList<>();
    if (now - nextPoll >= 0) {
      nextPoll = now + RETRY.toNanos();
      try {
        store.complete(writeback).forEach(group -> accept(group, accepted));
      } catch (WritebackException e) {
        LOG.warn(
            "{} rows that came for {} wait for their run: {}", e.code(), writeback, e.getMessage());
      }
    }
    return accepted;
  }

  private void accept(String group, List<String> accepted) {
    String key = "rows:" + group;
    // A process may have died between the run and the removal of its group.
    if (!runs.isAccepted(key)) {
      Optional<Group> whole = store.complete(writeback, group);
      if (whole.isEmpty()) {
        // Another process has made its run, and dropped it, since this one was frozen.
        return;
      }
      inbox.put(group, rows(whole.get()), whole.get().number());
      // A run that has not read its rows yet takes these too.
      accepted.add(runs.accept(writeback, key).run().id());
    }
    store.drop(writeback, group);
  }
}
