package io.writeback.batch;

import io.writeback.destination.ReadBack;
import io.writeback.destination.Record;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What may have been written although no answer says so: by an earlier process, or by a try whose
 * answer was lost. A refusal that follows is believed only once the records were read back: what
 * was written may be refused for that very reason.
 */
final class Doubt {
  private final Duration quarantine;
  private List<Record> toAsk;

  /** Those of them that are asked about now. */
  private List<Record> asking = List.of();

  private Instant since;

  /** From when on what is not there was not created by what was sent; null if nothing may be. */
  private Instant certainFrom;

  /** Whether something may be written of the current part. */
  private boolean open;

  private boolean asked;
  private boolean refused;
  private boolean unanswered;
  private boolean unsettledInDoubt;

  private Doubt(Duration quarantine, List<Record> toAsk, Instant since) {
    this.quarantine = quarantine;
    this.toAsk = toAsk;
    this.since = since;
    this.open = since != null;
    this.asked = open;
    this.unsettledInDoubt = open;
  }

  /**
   * That of a new batch.
   *
   * @param quarantine how long a request without an answer may still be carried out
   */
  static Doubt none(Duration quarantine) {
    return new Doubt(quarantine, List.of(), null);
  }

  /**
   * That of a batch that an earlier process may have sent.
   *
   * @param toAsk what is read back first; may be empty
   * @param since when it was intended
   * @param now when it is taken over: it may have been sent right before that
   */
  static Doubt of(Duration quarantine, List<Record> toAsk, Instant since, Instant now) {
    Doubt doubt = new Doubt(quarantine, List.copyOf(toAsk), since);
    doubt.certainFrom = now.plus(quarantine);
    return doubt;
  }

  /** A part goes out, for the first time. */
  void begins(Instant now) {
    if (!open) {
      since = now;
      asked = false;
      certainFrom = null;
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
  void lostAnswer(Instant now) {
    open = true;
    certainFrom = now.plus(quarantine);
  }

  /** The current part was refused as a whole, which may have left some of it written. */
  void refusedTogether() {
    open = true;
    asked = false;
  }

  /** Whether something may be written of the current part. */
  boolean isOpen() {
    return open;
  }

  /** How long what was sent may still be carried out. */
  Duration unsettledFor(Instant now) {
    return certainFrom == null || !certainFrom.isAfter(now)
        ? Duration.ZERO
        : Duration.between(now, certainFrom);
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

  /** The next records to read back: those that are updated, then those that are created. */
  List<Record> toAsk() {
    boolean create = toAsk.stream().allMatch(Record::isCreate);
    asking = toAsk.stream().filter(record -> record.isCreate() == create).toList();
    return asking;
  }

  /** Whether records are asked about that may be written. */
  boolean isAsking() {
    return !asking.isEmpty();
  }

  /** Some records are written in another form, see {@link Bisection#replaced}. */
  void replaced(Map<Record, Record> others) {
    toAsk = Bisection.replaced(toAsk, others);
  }

  /** The question is answered, or has no answer. */
  void asked() {
    toAsk = Bisection.without(toAsk, asking);
    asking = List.of();
  }

  /** Nothing is to be asked any more. */
  void askedAll() {
    toAsk = List.of();
    asking = List.of();
  }

  /** Some records are not there yet, and may still be created by what was sent. */
  void askAgain(List<Record> missing) {
    List<Record> all = new ArrayList<>(missing);
    all.addAll(toAsk);
    toAsk = List.copyOf(all);
    open = true;
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
    certainFrom = null;
  }

  /** Whether something was refused that may be written all the same. */
  boolean wasRefused() {
    return refused;
  }
}
