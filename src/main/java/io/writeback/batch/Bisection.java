package io.writeback.batch;

import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RefusalMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Which records go into the next request of a batch, until each is delivered or was refused alone.
 *
 * <p>A destination that answers for each record needs no search. One that refuses a request as a
 * whole names no culprit. All records go out together first; a refused group is searched by halves
 * for one culprit, what was not tried in the search goes out together again, and so on. A record is
 * only ever called a culprit after it was refused <em>alone </em>: a message about a group (too
 * large, say) may be about none of its records. Four things make it short: a half that is taken
 * proves the other half bad, so that one is not sent whole; records whose key or values stand in
 * the message are tried first; where culprits turn out to be frequent, what is left goes out in
 * groups that hold about one; and groups that were refused although each of their records was taken
 * are not made that large again.
 *
 * <p>For k culprits among n records this makes at most k × (⌈log2 n⌉ + 2) + 1 further requests, and
 * at most 2k + 1 if each refusal names one culprit and no other record: a guess and a small group
 * are only tried while the requests that they may waste are left over from that.
 *
 * <p>A request has records that are updated, or records that are created: those come last.
 *
 * <p>Records that will probably be refused take no part in this: each goes out alone when all
 * others are settled, in one request.
 */
final class Bisection {
  private static final int SHORTEST_TELLING_VALUE = 4;

  private final List<Receipt.Written> delivered = new ArrayList<>();
  private final List<Culprit> culprits = new ArrayList<>();

  /** ⌈log2 n⌉: how often the whole batch can be halved. */
  private final int depth;

  /** Requests answered after the first one. */
  private int further = -1;

  /** A group of which at least one record is a culprit, or none. */
  private List<Record> suspects = List.of();

  /** What was refused with the suspects, if they were sent as they are now; else null. */
  private String suspectsMessage;

  /** Records that nothing is known about. */
  private List<Record> untried;

  /** Records that will probably be refused, and were not sent yet. */
  private List<Record> apart;

  private List<Record> sending = List.of();

  /** Whether the message of a refusal made us choose what is sent. */
  private boolean guessed;

  /** Whether the last culprit was found by its message. */
  private boolean messagesTell;

  /** How many records were refused together last. */
  private int refusedTogether;

  /** Whether anything was refused. */
  private boolean searching;

  /** No more records together than this. */
  private int largest = Integer.MAX_VALUE;

  Bisection(List<Record> records) {
    this(records, List.of());
  }

  /**
   * @param apart those of the records that will probably be refused
   */
  Bisection(List<Record> records, List<Record> apart) {
    this.untried = without(records, apart);
    this.apart = List.copyOf(apart);
    this.depth = halvings(untried.size());
    this.sending = choose();
  }

  private static int halvings(int size) {
    return size <= 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
  }

  /** A record that was refused alone or by name, with the destination's words. */
  record Culprit(Record record, String message, String column) {}

  /** The records of the next request; empty when all are settled. */
  List<Record> next() {
    return sending;
  }

  /** The next request was answered. */
  void answered(Receipt receipt) {
    further++;
    if (receipt instanceof Receipt.Delivered taken) {
      taken(taken);
    } else if (receipt instanceof Receipt.Refused refused) {
      refused(refused);
    } else if (receipt instanceof Receipt.PerRecord each) {
      each(each);
    }
    sending = choose();
  }

  /** Some records have their outcome from elsewhere; the search continues with the others. */
  void settled(List<Record> known) {
    untried = without(untried, known);
    apart = without(apart, known);
    suspects = without(suspects, known);
    suspectsMessage = null;
    sending = choose();
  }

  /**
   * Some records are written in another form, or not at all; nothing was sent of them yet.
   *
   * @param others a record to what is sent in its place; null for nothing
   */
  void replaced(Map<Record, Record> others) {
    untried = replaced(untried, others);
    apart = replaced(apart, others);
    sending = choose();
  }

  /** The records with others in the place of some; they are known by identity. */
  static List<Record> replaced(List<Record> records, Map<Record, Record> others) {
    return records.stream()
        .map(record -> others.containsKey(record) ? others.get(record) : record)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Whether a group of records is being searched for what was refused. */
  boolean isSearching() {
    return searching && sending.size() > 1;
  }

  private void taken(Receipt.Delivered taken) {
    delivered.addAll(taken.written());
    if (suspects.isEmpty()) {
      untried = without(untried, sending);
      apart = without(apart, sending);
      return;
    }
    suspects = without(suspects, sending);
    suspectsMessage = null;
    if (suspects.isEmpty()) {
      // Refused together, taken one by one: it was their number or size.
      largest = Math.max(1, refusedTogether / 2);
    }
  }

  private void each(Receipt.PerRecord each) {
    List<Record> answered = new ArrayList<>();
    each.written().forEach(delivery -> answered.add(delivery.record()));
    for (Receipt.Refusal refusal : each.refused()) {
      answered.add(refusal.record());
      culprits.add(new Culprit(refusal.record(), refusal.message(), refusal.column()));
    }
    delivered.addAll(each.written());
    untried = without(untried, answered);
    apart = without(apart, answered);
    suspects = without(suspects, answered);
    suspectsMessage = null;
  }

  private void refused(Receipt.Refused refused) {
    untried =
        suspects.isEmpty()
            ? without(untried, sending)
            : concat(untried, without(suspects, sending));
    apart = without(apart, sending);
    searching = true;
    suspects = sending;
    suspectsMessage = refused.message();
    if (sending.size() > 1) {
      refusedTogether = sending.size();
      return;
    }
    if (refusedTogether > 1) {
      messagesTell = guessed;
      refusedTogether = 0;
    }
    culprits.add(new Culprit(sending.get(0), refused.message(), refused.column()));
    suspects = List.of();
  }

  private List<Record> choose() {
    guessed = false;
    if (suspects.isEmpty() && untried.isEmpty()) {
      return apart.subList(0, Math.min(1, apart.size()));
    }
    if (suspects.isEmpty()) {
      List<Record> alike = alike();
      return alike.subList(0, together(alike.size()));
    }
    if (suspects.size() == 1) {
      return suspects;
    }
    List<Record> named = suspectsMessage == null ? List.of() : named(suspectsMessage);
    if (!named.isEmpty() && named.size() <= suspects.size() / 2 && mayGuess()) {
      guessed = true;
      return named;
    }
    return suspects.subList(0, suspects.size() / 2);
  }

  /** Untried records that are updated; once there are none, those that are created. */
  private List<Record> alike() {
    boolean create = untried.stream().allMatch(Record::isCreate);
    boolean same = create || untried.stream().noneMatch(Record::isCreate);
    return same ? untried : untried.stream().filter(record -> !record.isCreate()).toList();
  }

  /** How many of so many untried records go out together. */
  private int together(int alike) {
    int most = Math.min(alike, largest);
    int found = culprits.size();
    boolean telling = found > 1 || (found == 1 && delivered.isEmpty() && !messagesTell);
    if (!telling) {
      return most;
    }
    int holdingOne = Math.max(1, (delivered.size() + found) / found);
    int each = messagesTell ? 2 : depth + 2;
    boolean affordable = further + 2 <= found * each + 1;
    boolean worthIt = messagesTell ? holdingOne == 1 : 2 * holdingOne < most;
    return affordable && worthIt ? Math.min(holdingOne, most) : most;
  }

  /** Whether a wrong guess leaves enough for the search by halves and the request behind it. */
  private boolean mayGuess() {
    int search = halvings(suspects.size()) + 2;
    return further + 1 + search <= (culprits.size() + 1) * (depth + 2) + 1;
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

  List<Receipt.Written> delivered() {
    return delivered;
  }

  List<Culprit> culprits() {
    return culprits;
  }

  /** Rows of the records that are neither delivered nor culprits. */
  long unsettled() {
    return Record.rows(suspects) + Record.rows(untried) + Record.rows(apart);
  }

  /** The one message of culprits, ids and values masked; empty if they have several. */
  static Optional<String> sharedCause(List<Culprit> culprits) {
    Set<String> causes = new HashSet<>();
    culprits.forEach(culprit -> causes.add(RefusalMessage.mask(culprit.message())));
    return causes.size() == 1 ? Optional.of(culprits.get(0).message()) : Optional.empty();
  }

  /** The others, each the very record. */
  static List<Record> without(List<Record> records, List<Record> gone) {
    if (gone.isEmpty()) {
      return records;
    }
    Set<Record> drop = identities(gone);
    return records.stream().filter(record -> !drop.contains(record)).toList();
  }

  /** The very records, of which others may be equal. */
  static Set<Record> identities(List<Record> records) {
    Set<Record> identities = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
    identities.addAll(records);
    return identities;
  }

  private static List<Record> concat(List<Record> first, List<Record> second) {
    List<Record> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }
}
