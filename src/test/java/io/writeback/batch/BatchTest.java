package io.writeback.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.writeback.destination.FakePlan;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.RowReject;
import io.writeback.http.CallFailure;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchTest {
  private static Batch batch(int records) {
    return batch(FakePlan.records(records));
  }

  private static Batch batch(List<Record> records) {
    Batch.Rows rows = new Batch.Rows(1, records.size(), records, List.of(), 0, 0);
    Batch batch =
        new Batch("a-run", 0, rows, FakePlan.taking(FakePlan.HUNDRED), null, delivered -> {});
    batch.intended(() -> {});
    return batch;
  }

  /** Answers every part; each record is refused with its own message, or taken if it has none. */
  private static int answer(
      Batch batch, java.util.function.Function<Record, String> refusal, int most) {
    while (batch.hasPart() && batch.requests() < most) {
      batch.sending();
      batch.answered(
          batch.part().stream()
              .map(refusal)
              .filter(message -> message != null)
              .findFirst()
              .<Receipt>map(Receipt.Refused::new)
              .orElseGet(() -> FakePlan.taken(batch.part())));
    }
    return batch.requests();
  }

  @Test
  void aBatchThatIsTakenIsConfirmed() {
    Batch batch = batch(100);
    answer(batch, record -> null, 10);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(100);
    assertThat(verdict.differs()).isZero();
    assertThat(verdict.rejects()).isEmpty();
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.notSent()).isZero();
    assertThat(verdict.failure()).isNull();
    assertThat(batch.requests()).isEqualTo(1);
    assertThat(batch.recordsSent()).isEqualTo(100);
    assertThat(batch.bytes()).isEqualTo(100 * 33 - 1);
  }

  @Test
  void aRefusedRecordIsARejectInTheWordsOfTheDestination() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() == 42 ? "no such status" : null, 50);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(99);
    assertThat(verdict.rejects())
        .containsExactly(
            new RowReject(42, String.format("%032x", 42), Code.ROW_REFUSED, "", "no such status"));
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.notSent()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 99, 100})
  void aCauseThatAllRecordsShareIsTheBatchesAndNoneOfThemIsAReject(int records) {
    Batch batch = batch(records);
    int requests = answer(batch, record -> "no field \"x\" in " + record.key(), 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).startsWith("no field \"x\" in 0");
    assertThat(verdict.rejects()).isEmpty();
    assertThat(verdict.notSent()).isEqualTo(records);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.confirmed()).isZero();
    assertThat(requests).isLessThanOrEqualTo(2 * records + 2);
  }

  @Test
  void aCauseOfAllThatNamesNoRecordIsFoundInLittleMoreThanARequestARecord() {
    Batch batch = batch(100);
    int requests = answer(batch, record -> "APIModel V20_0 does not support field cost2", 1_000);

    assertThat(batch.verdict().causeOfAll())
        .isEqualTo("APIModel V20_0 does not support field cost2");
    assertThat(requests).isLessThanOrEqualTo(110);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9})
  void aFewRecordsProveNothingAboutACauseOfAll(int records) {
    Batch batch = batch(records);
    answer(batch, record -> "no field \"x\"", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(records);
    assertThat(verdict.notSent()).isZero();
  }

  @Test
  void recordsThatAreAllRefusedForReasonsOfTheirOwnAreRejects() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() % 2 == 0 ? "no such project" : "no such status", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(100);
  }

  @Test
  void recordsWhoseRefusalWasExpectedProveNoCauseOfAll() {
    List<Record> records = FakePlan.records(100);
    Batch batch =
        new Batch(
            "a-run",
            0,
            new Batch.Rows(1, 100, records, records, List.of(), 0, 0),
            FakePlan.taking(FakePlan.HUNDRED),
            null,
            delivered -> {});
    batch.intended(() -> {});
    int requests = answer(batch, record -> "no form with \"x\"", 1_000);

    assertThat(batch.verdict().causeOfAll()).isNull();
    assertThat(batch.verdict().rejects()).hasSize(100);
    assertThat(requests).isEqualTo(100);
  }

  @Test
  void oneRecordThatIsTakenDisprovesACauseOfAll() {
    Batch batch = batch(100);
    answer(batch, record -> record.row() == 100 ? null : "no field \"x\"", 1_000);

    Verdict verdict = batch.verdict();

    assertThat(verdict.causeOfAll()).isNull();
    assertThat(verdict.rejects()).hasSize(99);
    assertThat(verdict.confirmed()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Outcome.class,
      names = {"THROTTLED", "UNREACHED", "UNAUTHORISED", "MISDIRECTED"})
  void aFirstRequestThatWasCertainlyNotCarriedOutLeavesItsRecordsNotSent(Outcome outcome) {
    Batch batch = batch(100);
    fail(batch, outcome);

    Verdict verdict = batch.verdict();

    assertThat(verdict.notSent()).isEqualTo(100);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.failure()).isInstanceOf(CallFailure.class);
  }

  @Test
  void aRequestThatMayHaveBeenCarriedOutLeavesItsRecordsInDoubt() {
    Batch batch = batch(100);
    fail(batch, Outcome.UNKNOWN);

    Verdict verdict = batch.verdict();

    assertThat(verdict.inDoubt()).isEqualTo(100);
    assertThat(verdict.notSent()).isZero();
  }

  @Test
  void aLostAnswerStaysInDoubtAlthoughTheNextTriesNeverArrived() {
    Batch batch = batch(100);
    batch.sending();
    batch.tried(new CallFailure(Outcome.UNKNOWN, "lost"));
    fail(batch, Outcome.UNREACHED);

    Verdict verdict = batch.verdict();

    assertThat(verdict.inDoubt()).isEqualTo(100);
    assertThat(batch.requests()).isEqualTo(2);
    assertThat(batch.triesOfPart()).isEqualTo(2);
  }

  private static ReadBack all(Batch batch, ReadBack.State state) {
    return new ReadBack(
        batch.part().stream().map(record -> new ReadBack.Entry(record, state)).toList());
  }

  private static Batch leftByAnEarlierProcess(int records) {
    Batch.Rows rows = new Batch.Rows(1, records, FakePlan.records(records), List.of(), 0, 0);
    return new Batch(
        "a-run",
        0,
        rows,
        FakePlan.taking(FakePlan.HUNDRED),
        Instant.parse("2026-03-01T02:00:00Z"),
        delivered -> {});
  }

  private static Batch lostAndThenRefused(int records, Receipt refusal) {
    Batch batch = batch(records);
    batch.sending();
    batch.tried(new CallFailure(Outcome.UNKNOWN, "lost"));
    batch.sending();
    batch.answered(refusal);
    return batch;
  }

  /** Refuses the record of a row by name, and takes the others. */
  private static Receipt refusing(List<Record> records, long row) {
    return new Receipt.PerRecord(
        FakePlan.deliveries(records.stream().filter(record -> record.row() != row).toList()),
        records.stream()
            .filter(record -> record.row() == row)
            .map(record -> new Receipt.Refusal(record, "no such status", "Status"))
            .toList());
  }

  @Test
  void anAnswerForEachRecordSettlesTheBatchInOneRequest() {
    Batch batch = batch(100);
    batch.sending();

    batch.answered(refusing(batch.part(), 42));

    assertThat(batch.hasPart()).isFalse();
    assertThat(batch.requests()).isEqualTo(1);
    assertThat(batch.verdict().confirmed()).isEqualTo(99);
    assertThat(batch.verdict().inDoubt()).isZero();
    assertThat(batch.verdict().rejects())
        .containsExactly(
            new RowReject(
                42, String.format("%032x", 42), Code.ROW_REFUSED, "Status", "no such status"));
  }

  @Test
  void aRecordRefusedByNameAfterALostAnswerIsReadBackAndTheOthersAreConfirmed() {
    Batch batch = batch(100);
    batch.sending();
    batch.tried(new CallFailure(Outcome.UNKNOWN, "lost"));
    batch.sending();

    batch.answered(refusing(batch.part(), 42));

    assertThat(batch.isDoubtful()).isTrue();
    assertThat(batch.part()).extracting(Record::row).containsExactly(42L);
    batch.askingBack();
    batch.readBack(all(batch, ReadBack.State.HOLDS));
    assertThat(batch.hasPart()).isFalse();
    assertThat(batch.verdict().confirmed()).isEqualTo(100);
    assertThat(batch.verdict().rejects()).isEmpty();
  }

  @Test
  void anAnswerThatLeavesARecordOutIsNoAnswerForEach() {
    Batch batch = batch(3);
    batch.sending();
    Receipt two = refusing(batch.part().subList(0, 2), 1);

    assertThatThrownBy(() -> batch.answered(two))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("3 records were sent, and 2 answers read");
  }

  @Test
  void aRefusalAfterALostAnswerIsBelievedOnlyOnceTheDestinationWasAsked() {
    Batch batch = lostAndThenRefused(100, new Receipt.Refused("the project is complete"));
    assertThat(batch.isDoubtful()).isTrue();
    assertThat(batch.part()).as("nothing is searched yet").hasSize(100);

    batch.askingBack();
    batch.readBack(all(batch, ReadBack.State.HOLDS));

    assertThat(batch.hasPart()).isFalse();
    assertThat(batch.verdict().confirmed()).isEqualTo(100);
    assertThat(batch.verdict().rejects()).isEmpty();
    assertThat(batch.wasUnanswered()).as("it may come once more").isTrue();
  }

  @Test
  void whatTheLostTryDidNotWriteIsSentAgainAndItsRefusalIsBelievedThen() {
    Batch batch = lostAndThenRefused(5, new Receipt.RolledBack("no such status", ""));
    batch.askingBack();
    batch.readBack(all(batch, ReadBack.State.OTHER_VALUES));
    assertThat(batch.isDoubtful()).isFalse();

    answer(batch, record -> "no such status", 50);

    assertThat(batch.verdict().rejects())
        .hasSize(5)
        .allSatisfy(reject -> assertThat(reject.reason()).isEqualTo("no such status"));
  }

  @Test
  void whereNothingCanBeAskedARefusalAfterALostAnswerSaysThatItMayBeWritten() {
    Batch batch = lostAndThenRefused(5, new Receipt.Refused("no such status"));
    batch.askingBack();

    answer(batch, record -> "no such status", 50);

    assertThat(batch.verdict().rejects())
        .hasSize(5)
        .allSatisfy(reject -> assertThat(reject.reason()).contains("may have written it"));
  }

  @Test
  void aCauseOfAllAfterALostAnswerThatNobodyCanTellOfLeavesTheRecordsInDoubt() {
    Batch batch = lostAndThenRefused(20, new Receipt.Refused("no such status"));
    batch.askingBack();

    answer(batch, record -> "no such status", 100);

    assertThat(batch.verdict().causeOfAll()).isEqualTo("no such status");
    assertThat(batch.verdict().inDoubt()).isEqualTo(20);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void whatAnEarlierProcessLeftIsInDoubtUntilItIsSettled() {
    Batch batch = leftByAnEarlierProcess(100);
    assertThat(batch.isDoubtful()).isTrue();
    assertThat(batch.verdict().inDoubt()).isEqualTo(100);
    batch.askingBack();

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().inDoubt()).as("nobody could be asked").isEqualTo(100);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void whatTheDestinationTellsOfAnEarlierProcessIsDoubtfulNoMore() {
    Batch batch = leftByAnEarlierProcess(100);
    batch.askingBack();
    assertThat(batch.askingBack()).as("the question itself may fail, and comes again").isEmpty();
    List<ReadBack.Entry> found = new ArrayList<>();
    batch
        .part()
        .forEach(
            record ->
                found.add(
                    new ReadBack.Entry(
                        record,
                        record.row() <= 60 ? ReadBack.State.HOLDS : ReadBack.State.OTHER_VALUES)));
    batch.readBack(new ReadBack(found));
    assertThat(batch.part()).hasSize(40);

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().confirmed()).isEqualTo(60);
    assertThat(batch.verdict().notSent()).isEqualTo(40);
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void whatTheDestinationWasNotAskedAboutStaysInDoubt() {
    Batch batch = batch(100);
    batch.sending();
    batch.answered(new Receipt.Refused("one of them is wrong"));
    batch.sending();
    batch.tried(new CallFailure(Outcome.UNKNOWN, "lost"));
    batch.sending();
    batch.answered(new Receipt.Refused("one of them is wrong"));
    batch.askingBack();
    assertThat(batch.part()).hasSize(50);
    batch.readBack(all(batch, ReadBack.State.HOLDS));

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.verdict().confirmed()).isEqualTo(50);
    assertThat(batch.verdict().inDoubt())
        .as("the first request may have written some")
        .isEqualTo(50);
    assertThat(batch.verdict().notSent()).isZero();
  }

  @Test
  void aQuestionThatFailsMakesNoWriteDoubtful() {
    Batch batch = leftByAnEarlierProcess(100);
    batch.askingBack();
    batch.tried(new CallFailure(Outcome.UNKNOWN, "lost"));
    batch.askingBack();
    batch.readBack(all(batch, ReadBack.State.OTHER_VALUES));

    assertThat(batch.wasUnanswered()).isFalse();
    assertThat(batch.verdict().inDoubt()).isZero();
  }

  @Test
  void oneRecordAloneIsNotBeingSearched() {
    Batch batch = batch(2);
    batch.sending();
    assertThat(batch.isSearching()).as("nothing was refused").isFalse();
    batch.answered(new Receipt.Refused("one of them is wrong"));

    assertThat(batch.part()).hasSize(1);
    assertThat(batch.isSearching()).isFalse();
  }

  @Test
  void aSearchThatIsBrokenOffLeavesInDoubtWhatARefusedRequestMayHaveWritten() {
    Batch batch = batch(100);
    batch.sending();
    batch.answered(new Receipt.Refused("one of them is wrong"));
    batch.sending();
    batch.answered(FakePlan.taken(batch.part()));
    fail(batch, Outcome.UNREACHED);

    Verdict verdict = batch.verdict();

    assertThat(verdict.confirmed()).isEqualTo(50);
    assertThat(verdict.inDoubt()).isEqualTo(50);
    assertThat(verdict.notSent()).isZero();
    assertThat(verdict.rejects()).isEmpty();
  }

  @Test
  void aBatchThatWasNeverSentIsNotInDoubt() {
    Verdict verdict = batch(100).verdict();

    assertThat(verdict.notSent()).isEqualTo(100);
    assertThat(verdict.inDoubt()).isZero();
    assertThat(verdict.failure()).isNull();
  }

  @Test
  void aBatchThatIsGivenUpHasNoPartLeft() {
    Batch batch = batch(100);
    assertThat(batch.hasPart()).isTrue();

    fail(batch, Outcome.UNREACHED);

    assertThat(batch.hasPart()).isFalse();
  }

  @Test
  void everyTryOfAPartSendsTheSameRequest() {
    Batch batch = batch(100);
    Call first = batch.sending();

    assertThat(batch.sending()).isSameAs(first);
  }

  @Test
  void aBatchThatIsReleasedTwiceGivesOnePlaceBack() {
    AtomicInteger released = new AtomicInteger();
    Batch batch =
        new Batch(
            "a-run",
            0,
            new Batch.Rows(1, 1, FakePlan.records(1), List.of(), 0, 0),
            FakePlan.taking(FakePlan.HUNDRED),
            null,
            delivered -> released.incrementAndGet());
    batch.release();
    batch.release();

    assertThat(released).hasValue(1);
  }

  @Test
  void rowsThatDoNotAddUpMakeNoBatch() {
    assertThatThrownBy(() -> new Batch.Rows(1, 3, FakePlan.records(2), List.of(), 0, 0))
        .hasMessage("rows 1 to 3 do not add up");
  }

  private static void fail(Batch batch, Outcome outcome) {
    CallFailure failure = new CallFailure(outcome, "of a test");
    batch.sending();
    batch.tried(failure);
    batch.givenUp(failure);
  }
}
