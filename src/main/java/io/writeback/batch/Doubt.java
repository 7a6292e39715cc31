package io.writeback.batch;

import io.writeback.destination.ReadBack;
import io.writeback.destination.Record;
import java.time.Instant;
import java.util.List;

/**
 * What may have been written although nobody was told: by an earlier process, or by a try whose
 * answer was lost. A refusal that follows is believed only once the destination was asked: what was
 * written may be refused for that very reason.
 */
final class Doubt {
  private List<Record> toAsk;
  private List<Record> about = List.of();
  private Instant since;
  private boolean open;
  private boolean asked;
  private boolean refused;

  private Doubt(List<Record> toAsk, Instant since) {
    this.toAsk = toAsk;
    this.since = since;
    this.open = since != null;
    this.asked = open;
  }

  /** That of a batch that nobody has sent. */
  static Doubt none() {
    return new Doubt(List.of(), null);
  }

  /**
   * That of a batch that an earlier process may have sent.
   *
   * @param toAsk what the destination is asked about first; may be empty
   * @param since when it was intended
   */
  static Doubt of(List<Record> toAsk, Instant since) {
    return new Doubt(List.copyOf(toAsk), since);
  }

  /** A part goes out, for the first time. */
  void begins(Instant now) {
    if (!open) {
      since = now;
      asked = false;
    }
  }

  /** A try of the current part was sent, and its answer is not known. */
  void lostAnswer() {
    open = true;
  }

  /** Whether the destination is to be asked what it holds. */
  boolean isToAsk() {
    return !toAsk.isEmpty();
  }

  /** The records to ask about; the same if the question has to be asked again. */
  List<Record> ask() {
    if (!toAsk.isEmpty()) {
      about = toAsk;
      toAsk = List.of();
    }
    return about;
  }

  /** Since when somebody else may have changed what is asked about. */
  Instant since() {
    return since;
  }

  /** The destination has told what it holds. */
  void told(ReadBack found) {
    open =
        found.entries().stream().anyMatch(entry -> entry.state() == ReadBack.State.CANNOT_BE_TOLD);
  }

  /** Whether a part that was refused is to be asked about before the refusal is believed. */
  boolean asksAbout(List<Record> part) {
    if (!open || asked) {
      return false;
    }
    asked = true;
    toAsk = List.copyOf(part);
    return true;
  }

  /** The current part is refused, as far as anybody can tell. */
  void refused() {
    refused |= open;
  }

  /** The current part is answered. */
  void settled() {
    open = false;
  }

  /** Whether something may be written of the current part. */
  boolean isOpen() {
    return open;
  }

  /** Whether something was refused that may be written all the same. */
  boolean wasRefused() {
    return refused;
  }
}
