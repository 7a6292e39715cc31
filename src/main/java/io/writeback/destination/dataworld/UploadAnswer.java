package io.writeback.destination.dataworld;

import io.writeback.destination.Difference;
import io.writeback.destination.Held;
import io.writeback.destination.HeldFile;
import io.writeback.destination.ReadBack;
import io.writeback.destination.Receipt;
import io.writeback.destination.Record;
import io.writeback.destination.Work;
import io.writeback.destination.rest.RestApi;
import io.writeback.destination.rest.StrictJson;
import io.writeback.http.CallFailure;
import io.writeback.http.HttpAnswer;
import io.writeback.http.HttpRequest;
import io.writeback.http.Outcome;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What became of an upload: data.world says that it has the file, then shows it with its size, then
 * has read it (data.world API, upload file; dataset). List and status come from elsewhere than that
 * word, and may be older: they count when they cannot be those from before the upload.
 */
final class UploadAnswer {
  /** How long a file may be missing in the list after data.world has said that it has it. */
  static final Duration UNTIL_SHOWN = Duration.ofMinutes(1);

  /** How long data.world may read a file; large ones take minutes. */
  static final Duration UNTIL_READ = Duration.ofHours(1);

  private static final String NO_TIME =
      "data.world does not say when the file was updated: it is not proven that its list shows"
          + " this file, and not the previous one of the same size";

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;

  private final DataWorldApi api;
  private final FileDecision decision;
  private final InstantSource clock;

  /** Names whose files were compared before the list had its time to become new. */
  private final Set<String> compared = ConcurrentHashMap.newKeySet();

  UploadAnswer(DataWorldApi api, FileDecision decision, InstantSource clock) {
    this.api = api;
    this.decision = decision;
    this.clock = clock;
  }

  /**
   * What the answer to the upload says.
   *
   * @throws CallFailure if it proves nothing, or asks for another try
   * @throws WritebackException if the file, or we, are refused for good
   */
  Receipt of(HttpRequest sent, HttpAnswer answer) {
    return switch (api.outcome(sent, answer)) {
      case ANSWERED -> {
        if (StrictJson.object(answer.body())
            .filter(json -> json.path("message").isTextual())
            .isEmpty()) {
          throw new CallFailure(
              Outcome.UNKNOWN,
              "the answer (%s) to %s is not data.world's; it may or may not have the file"
                  .formatted(answer, decision.fileName()));
        }
        yield new Receipt.Pending(api.dataset(decision.dataset()), api.account().pollDelay());
      }
      case REFUSED -> throw refused(sent, answer);
      default -> throw RestApi.again(sent, answer);
    };
  }

  private RuntimeException refused(HttpRequest sent, HttpAnswer answer) {
    String words = api.shown(sent, answer);
    if (answer.status() == FORBIDDEN) {
      return api.forbidden("write to the dataset " + decision.dataset(), words);
    }
    if (answer.status() == CONFLICT) {
      // Whether a file can be replaced while it is read is not documented: later, perhaps.
      CallFailure failure = RestApi.again(sent, answer);
      return new CallFailure(
          Outcome.THROTTLED, failure.getMessage(), failure.retryAfter().orElse(null), null);
    }
    return new WritebackException(
        Code.FILE_REFUSED,
        "data.world refused %s of %,d bytes for the dataset %s: %s"
            .formatted(decision.fileName(), decision.bytes(), decision.dataset(), words));
  }

  /**
   * What the dataset says of a file that data.world has said it has.
   *
   * @param records the file, or nothing if it has no rows
   * @param since when it was said
   * @throws CallFailure if the answer proves nothing, or asks for another try
   */
  Receipt shown(List<Record> records, Instant since, HttpRequest sent, HttpAnswer answer) {
    switch (api.outcome(sent, answer)) {
      case REFUSED -> {
        return notShownAnyMore(records, api.shown(sent, answer));
      }
      case ANSWERED -> {
        return StrictJson.object(answer.body())
            .flatMap(DatasetState::of)
            .map(dataset -> shown(records, dataset, Duration.between(since, clock.instant())))
            .orElseThrow(
                () ->
                    new CallFailure(
                        Outcome.UNKNOWN,
                        "the answer (%s) is no dataset: %s".formatted(answer, answer.excerpt())));
      }
      default -> throw RestApi.again(sent, answer);
    }
  }

  private Receipt notShownAnyMore(List<Record> records, String words) {
    String what =
        "data.world has taken %s, but does not show the dataset %s any more: %s"
            .formatted(decision.fileName(), decision.dataset(), words);
    FileProof.Result proof = proof(decision.fileName());
    return proof.isSame() && !decision.waitForIngest()
        ? delivered(records, List.of(), what + "; " + proof.why())
        : new Receipt.Doubtful(what + "; " + proof.why());
  }

  private Receipt shown(List<Record> records, DatasetState dataset, Duration waited) {
    boolean settled = waited.compareTo(decision.settle()) >= 0;
    return switch (UploadVisibility.of(decision, dataset)) {
      case NOT, OLD -> notShown(records, dataset, waited);
      case PERHAPS -> settled ? perhaps(records, dataset, waited) : later(waited, null);
      case NEW -> read(records, dataset, waited, settled, "");
    };
  }

  /** The list has the size that was sent, and had it before: only the bytes can show which. */
  private Receipt perhaps(List<Record> records, DatasetState dataset, Duration waited) {
    FileProof.Result proof = proof(decision.fileName());
    return switch (proof.found()) {
      case SAME -> read(records, dataset, waited, true, "");
      case UNKNOWN -> read(records, dataset, waited, true, NO_TIME + "; " + proof.why());
      case OTHER ->
          waited.compareTo(UNTIL_SHOWN) < 0
              ? later(waited, null)
              : new Receipt.Doubtful(notShown(dataset) + "; " + proof.why());
    };
  }

  /** The list does not show the file: it may be old, or wrong, or have it by another name. */
  private Receipt notShown(List<Record> records, DatasetState dataset, Duration waited) {
    boolean over = waited.compareTo(UNTIL_SHOWN) >= 0;
    List<String> found = new ArrayList<>();
    if (over || waited.compareTo(decision.settle()) >= 0 && compared.add(decision.fileName())) {
      FileProof.Result proof = proof(decision.fileName());
      if (proof.isSame()) {
        return read(records, dataset, waited, true, notShown(dataset) + "; " + proof.why());
      }
      found.add(proof.why());
    }
    for (DatasetState.StoredFile other : decision.renamed(dataset)) {
      if (over || compared.add(other.name())) {
        FileProof.Result proof = proof(other.name());
        if (proof.isSame()) {
          return renamed(records, other.name());
        }
        found.add(proof.why());
      }
    }
    return over
        ? new Receipt.Doubtful(notShown(dataset) + "; " + String.join("; ", found))
        : later(waited, null);
  }

  private Receipt renamed(List<Record> records, String name) {
    return delivered(
        records,
        List.of(new Difference("name of the file", decision.fileName(), name)),
        ("data.world has stored %1$s as %2$s, byte for byte (SHA-256); set fileName to %2$s,"
                + " otherwise whoever reads %1$s gets an older file or none")
            .formatted(decision.fileName(), name));
  }

  private FileProof.Result proof(String name) {
    return new FileProof(api, decision.dataset(), decision.bytes(), decision.sha256()).of(name);
  }

  private String notShown(DatasetState dataset) {
    return "data.world has said that it has %s of %,d bytes, but its list of files %s"
        .formatted(
            decision.fileName(),
            decision.bytes(),
            dataset
                .file(decision.fileName())
                .map(
                    file ->
                        file.bytes() == decision.bytes()
                            ? "still shows the previous file, of the same size and updated "
                                + file.updated()
                            : "shows it with %,d bytes".formatted(file.bytes()))
                .orElse("does not show it"));
  }

  /**
   * How far data.world is with a file that it shows.
   *
   * @param settled whether its status can be believed
   * @param remark what a person should know of the file
   */
  private Receipt read(
      List<Record> records, DatasetState dataset, Duration waited, boolean settled, String remark) {
    if (!decision.waitForIngest()) {
      return delivered(records, List.of(), remark);
    }
    boolean failed = settled && dataset.status().equals(DatasetState.SYSTEM_ERROR);
    if (settled && dataset.status().equals(DatasetState.LOADED)) {
      return delivered(
          records,
          List.of(),
          "data.world has read %s: LOADED%s"
              .formatted(decision.fileName(), remark.isEmpty() ? "" : "; " + remark));
    }
    if (!failed && waited.compareTo(UNTIL_READ) < 0) {
      String ended =
          "data.world has %s, byte for byte; the run ended before its tables had it"
              .formatted(decision.fileName());
      return later(waited, delivered(records, List.of(), ended));
    }
    String found =
        failed
            ? dataset.status()
            : "%s after %d minutes".formatted(dataset.status(), waited.toMinutes());
    return delivered(
        records,
        List.of(new Difference("status of the dataset", DatasetState.LOADED, found)),
        "data.world has %s, byte for byte, but its tables do not: the dataset's status is %s"
            .formatted(decision.fileName(), found));
  }

  /** Asked ever less often. */
  private Receipt later(Duration waited, Receipt.Delivered certain) {
    Duration wait = longer(waited.dividedBy(4), longer(SHORTEST_WAIT, api.account().minInterval()));
    return new Receipt.Pending(
        api.dataset(decision.dataset()),
        wait.compareTo(LONGEST_WAIT) > 0 ? longer(LONGEST_WAIT, api.account().minInterval()) : wait,
        certain);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * What is under the name, for an upload of which no answer is known: the same bytes are
   * confirmed, and are not sent again.
   *
   * @throws CallFailure if the answer proves nothing, or asks for another try
   */
  ReadBack readBack(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    switch (api.outcome(sent, answer)) {
      case REFUSED -> {
        return ReadBack.unknown(records);
      }
      case ANSWERED -> {
        boolean there =
            StrictJson.object(answer.body())
                .flatMap(DatasetState::of)
                .flatMap(dataset -> dataset.file(decision.fileName()))
                .isPresent();
        ReadBack.State state =
            there && proof(decision.fileName()).isSame()
                ? ReadBack.State.HOLDS
                : ReadBack.State.UNKNOWN;
        return new ReadBack(
            records.stream().map(record -> new ReadBack.Entry(record, state)).toList());
      }
      default -> throw RestApi.again(sent, answer);
    }
  }

  /**
   * What is under the name, whose bytes are compared with those that are sent.
   *
   * @throws CallFailure if it cannot be read now, or its tables matter and are not read yet
   */
  Held held(List<Record> records, HttpRequest sent, HttpAnswer answer) {
    if (api.outcome(sent, answer) != Outcome.ANSWERED) {
      throw RestApi.again(sent, answer);
    }
    Optional<HeldFile> file =
        new HeldDownload(api, decision.dataset(), decision.fileName(), decision.sha256())
            .to(OutputStream.nullOutputStream());
    if (decision.waitForIngest() && file.filter(HeldFile::equal).isPresent()) {
      requireRead(answer);
    }
    return new Held(records.stream().map(record -> held(record, file)).toList());
  }

  private void requireRead(HttpAnswer answer) {
    String status =
        StrictJson.object(answer.body())
            .flatMap(DatasetState::of)
            .map(DatasetState::status)
            .orElse("unknown");
    if (!status.equals(DatasetState.LOADED)) {
      throw new CallFailure(
          Outcome.UNKNOWN,
          "data.world has %s already, byte for byte, but the dataset's status is %s: its tables do not have it yet"
              .formatted(decision.fileName(), status));
    }
  }

  /** A file that is not there is one without bytes. */
  private static Held.Entry held(Record record, Optional<HeldFile> file) {
    boolean equal = file.filter(HeldFile::equal).isPresent();
    return new Held.Entry(
        record,
        true,
        List.of(
            new Held.Value(Work.WholeFile.SHA256, file.map(HeldFile::sha256).orElse(null), equal),
            new Held.Value(Work.WholeFile.BYTES, file.map(HeldFile::bytes).orElse(null), equal)));
  }

  private static Receipt.Delivered delivered(
      List<Record> records, List<Difference> differences, String remark) {
    if (Record.rows(records) == 0 && !differences.isEmpty()) {
      // Without rows there is nothing that differs.
      throw new WritebackException(Code.FILE_REFUSED, remark);
    }
    return new Receipt.Delivered(
        records.stream().map(record -> new Receipt.Written(record, differences)).toList(), remark);
  }
}
