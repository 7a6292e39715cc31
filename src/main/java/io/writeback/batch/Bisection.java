package io.writeback.batch;

import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RefusalMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which records go into the next request of a batch, until each is delivered or was refused alone.
 *
 * <p>A destination that refuses a request names no culprit. All records go out together first; a
 * refused group is searched by halves for one culprit, what was not tried in the search goes out
 * together again, and so on. A record is only ever called a culprit after it was refused <em>alone
 * </em>: a message about a group (too large, say) may be about none of its records. Three things
 * make it short: a half that is taken proves the other half bad, so that one is not sent whole;
 * records whose key or values stand in the message are tried first; and where a batch looks wholly
 * bad, its records go one by one.
 *
 * <p>For k culprits among n records this makes at most k × (⌈log2 n⌉ + 2) + 1 further requests.
 */
final class Bisection {
  private static final int SHORTEST_TELLING_VALUE = 4;

  private final List<Receipt.Delivery> delivered = new ArrayList<>();
  private final List<Culprit> culprits = new ArrayList<>();

  /** A group of which at least one record is a culprit, or none. */
  private List<Record> suspects = List.of();

  /** What was refused with the suspects, if they were sent as they are now; else null. */
  private String suspectsMessage;

  /** Records that nothing is known about. */
  private List<Record> untried;

  private List<Record> sending;

  Bisection(List<Record> records) {
    this.untried = List.copyOf(records);
    this.sending = choose();
  }

  /** A record that was refused alone, with the destination's words. */
  record Culprit(Record record, String message, String column) {}

  /** The records of the next request; empty when all are settled. */
  List<Record> next() {
    return sending;
  }

  /** The next request was answered. */
  void answered(Receipt receipt) {
    if (receipt instanceof Receipt.Delivered taken) {
      delivered.addAll(taken.deliveries());
      if (suspects.isEmpty()) {
        untried = without(untried, sending);
      } else {
        suspects = without(suspects, sending);
        suspectsMessage = null;
      }
    } else if (receipt instanceof Receipt.Refused refused) {
      if (suspects.isEmpty()) {
        untried = without(untried, sending);
      } else {
        untried = concat(untried, without(suspects, sending));
      }
      suspects = sending;
      suspectsMessage = refused.message();
      if (sending.size() == 1) {
        culprits.add(new Culprit(sending.get(0), refused.message(), refused.column()));
        suspects = List.of();
      }
    }
    sending = choose();
  }

  private List<Record> choose() {
    if (suspects.isEmpty()) {
      return wholeBatchLooksBad() && !untried.isEmpty() ? untried.subList(0, 1) : untried;
    }
    if (suspects.size() == 1) {
      return suspects;
    }
    List<Record> named = suspectsMessage == null ? List.of() : named(suspectsMessage);
    if (!named.isEmpty() && named.size() <= suspects.size() / 2) {
      return named;
    }
    return suspects.subList(0, suspects.size() / 2);
  }

  /** Two culprits with one and the same message, and nothing taken yet. */
  private boolean wholeBatchLooksBad() {
    return delivered.isEmpty() && culprits.size() >= 2 && sharedCause().isPresent();
  }

  private List<Record> named(String message) {
    return suspects.stream().filter(record -> isNamed(record, message)).toList();
  }

  private static boolean isNamed(Record record, String message) {
    return message.contains(record.key())
        || record.fields().values().stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .anyMatch(
                value ->
                    value.length() >= SHORTEST_TELLING_VALUE
                        && message.contains("\"" + value + "\""));
  }

  List<Receipt.Delivery> delivered() {
    return delivered;
  }

  List<Culprit> culprits() {
    return culprits;
  }

  /** Records that are neither delivered nor culprits. */
  int unsettled() {
    return suspects.size() + untried.size();
  }

  /** The one message of all culprits, ids and values masked; empty if they have several. */
  Optional<String> sharedCause() {
    Set<String> causes = new HashSet<>();
    culprits.forEach(culprit -> causes.add(RefusalMessage.mask(culprit.message())));
    return causes.size() == 1 ? Optional.of(culprits.get(0).message()) : Optional.empty();
  }

  private static List<Record> without(List<Record> records, List<Record> gone) {
    Set<Record> drop = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    drop.addAll(gone);
    return records.stream().filter(record -> !drop.contains(record)).toList();
  }

  private static List<Record> concat(List<Record> first, List<Record> second) {
    List<Record> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
