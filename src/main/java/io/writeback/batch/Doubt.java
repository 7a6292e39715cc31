package io.writeback.batch;

import io.writeback.destination.ReadBack;
import io.writeback.destination.Record;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What may have been written although no answer says so: by an earlier process, or by a try whose
 * answer was lost. A refusal that follows is believed only once the records were read back: what
 * was written may be refused for that very reason.
 */
final class Doubt {
  private List<Record> toAsk;
  private Instant since;

  /** Whether something may be written of the current part. */
  private boolean open;

  private boolean asked;
  private boolean refused;
  private boolean unanswered;
  private boolean unsettledInDoubt;

  private Doubt(List<Record> toAsk, Instant since) {
    this.toAsk = toAsk;
    this.since = since;
    this.open = since != null;
    this.asked = open;
    this.unsettledInDoubt = open;
  }

  /** That of a new batch. */
  static Doubt none() {
    return new Doubt(List.of(), null);
  }

  /**
   * That of a batch that an earlier process may have sent.
   *
   * @param toAsk what is read back first; may be empty
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

  /** A request may have been carried out, now or later, without an answer that says so. */
  void unanswered() {
    unanswered = true;
    unsettledInDoubt = true;
  }

  /** Whether one of the requests may still be carried out. */
  boolean wasUnanswered() {
    return unanswered;
  }

  /** A try of the current part was sent, and its answer is lost. */
  void lostAnswer() {
    open = true;
  }

  /** The destination works on the current part. */
  void pending() {
    unsettledInDoubt = true;
  }

  /** A refusal that may have left some of the current part written. */
  void partlyWritten() {
    unsettledInDoubt = true;
  }

  /** What the destination worked on is not written, unless an unanswered try wrote it. */
  void nothingWritten() {
    unsettledInDoubt = unanswered;
  }

  /** Whether what has no outcome yet may be written. */
  boolean isUnsettledInDoubt() {
    return unsettledInDoubt;
  }

  boolean isToAsk() {
    return !toAsk.isEmpty();
  }

  /** The records to read back. */
  List<Record> toAsk() {
    return toAsk;
  }

  /** Some records are written in another form, see {@link Bisection#replaced}. */
  void replaced(Map<Record, Record> others) {
    toAsk = Bisection.replaced(toAsk, others);
  }

  /** The question is answered, or has no answer. */
  void asked() {
    toAsk = List.of();
  }

  /** Since when another user may have changed what is read back. */
  Instant since() {
    return since;
  }

  /**
   * @param all whether no other record is without an outcome
   */
  void readBack(ReadBack found, boolean all) {
    open = found.entries().stream().anyMatch(entry -> entry.state() == ReadBack.State.UNKNOWN);
    unsettledInDoubt = open || unsettledInDoubt && !all;
  }

  /** Whether a part that was refused is to be read back before the refusal is believed. */
  boolean asksAbout(List<Record> part) {
    if (!open || asked) {
      return false;
    }
    asked = true;
    toAsk = List.copyOf(part);
    return true;
  }

  /** The current part is refused, as far as its answers say. */
  void refused() {
    refused |= open;
  }

  /** The current part is answered. */
  void settled() {
    open = false;
  }

  /** Whether something was refused that may be written all the same. */
  boolean wasRefused() {
    return refused;
  }
}
