package io.writeback.results;

import io.writeback.dataset.domo.DomoStreams;
import io.writeback.ledger.ResultDelivery;
import io.writeback.ledger.ResultStore;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Appends results to DataSets of Domo: all lines of a delivery in one execution of a stream, which
 * is recorded before its first part, and again before it is committed. So whatever is lost on the
 * way, the next try knows whether to ask, and appends nothing twice.
 */
final class DomoResults implements ResultReceiver {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setRecordSeparator('\n').setNullString("").get();

  /** How long an execution may be neither appended nor failed if the commit had no answer. */
  private static final Duration LONGEST_COMMIT = Duration.ofHours(1);

  /** The pauses in which Domo is asked what has become of a commit: 6 s in all. */
  private static final Duration SHORTEST = Duration.ofMillis(200);

  private static final Duration LONGEST = Duration.ofMillis(3200);

  private static final String DESCRIPTION =
      "What became of the %s that camel-writeback has sent; filled by it, run by run";

  private final ResultStore store;
  private final DomoStreams domo;
  private final int part;
  private final Predicate<Duration> wait;

  /**
   * @param part the bytes after which a part is uploaded
   * @param wait waits for as long; false if the process ends
   */
  DomoResults(ResultStore store, DomoStreams domo, int part, Predicate<Duration> wait) {
    this.store = store;
    this.domo = domo;
    this.part = part;
    this.wait = wait;
  }

  @Override
  public void deliver(ResultLines lines) throws IOException {
    ResultDelivery delivery = lines.delivery();
    String name =
        delivery.destination().substring(ResultTarget.DOMO.length()) + " " + delivery.kind();
    long stream = stream(delivery, name, lines);
    try {
      deliver(stream, lines);
    } catch (WritebackException e) {
      if (e.code() == Code.DATASET_NOT_FOUND) {
        // It was deleted: the next try looks for it, or creates it again.
        store.forgetStream(delivery.account(), name);
        store.begun(delivery, null);
      }
      throw e;
    }
  }

  private void deliver(long stream, ResultLines lines) throws IOException {
    ResultDelivery delivery = lines.delivery();
    if (delivery.askedAt() != null) {
      switch (domo.state(stream, delivery.execution())) {
        case APPENDED -> {
          return;
        }
        case ACTIVE -> {
          again(stream, delivery);
          return;
        }
        case FAILED -> require(store.begun(delivery, null));
      }
    }
    append(stream, lines);
  }

  /** The commit may be under way: only one that is surely not is asked for once more. */
  private void again(long stream, ResultDelivery delivery) {
    if (delivery.acceptedAt() != null
        || delivery.askedAt().plus(LONGEST_COMMIT).isAfter(store.now())) {
      throw unknown(stream, delivery.execution(), delivery.acceptedAt() != null);
    }
    commit(stream, delivery.execution(), delivery);
  }

  private static WritebackException unknown(long stream, long execution, boolean accepted) {
    return new WritebackException(
        Code.RESULTS_UNDELIVERED,
        "Domo has not appended execution %d of stream %d yet%s: it is asked again"
            .formatted(execution, stream, accepted ? "" : ", or its commit was lost"));
  }

  private long stream(ResultDelivery delivery, String name, ResultLines lines) {
    return store.stream(delivery.account(), name)
        .orElseGet(
            () -> {
              long opened = domo.open(name, DESCRIPTION.formatted(delivery.kind()), lines.schema());
              store.keepStream(delivery.account(), name, opened);
              return opened;
            });
  }

  private void append(long stream, ResultLines lines) throws IOException {
    Upload upload = new Upload(stream, lines.delivery());
    try {
      lines.each().accept(upload::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    upload.end();
  }

  private void commit(long stream, long execution, ResultDelivery delivery) {
    require(store.committing(delivery));
    DomoStreams.State answered = domo.commit(stream, execution);
    // From here on the commit is not asked for again.
    require(store.accepted(delivery));
    switch (settled(stream, execution, answered)) {
      case APPENDED -> {}
      case ACTIVE -> throw unknown(stream, execution, true);
      case FAILED -> {
        require(store.begun(delivery, null));
        throw new WritebackException(
            Code.RESULTS_UNDELIVERED,
            "Domo could not append execution %d of stream %d".formatted(execution, stream));
      }
    }
  }

  /** What Domo has made of a committed execution; ACTIVE if it is still at it after a while. */
  private DomoStreams.State settled(long stream, long execution, DomoStreams.State answered) {
    DomoStreams.State state = answered;
    for (Duration pause = SHORTEST;
        state == DomoStreams.State.ACTIVE && pause.compareTo(LONGEST) <= 0 && wait.test(pause);
        pause = pause.multipliedBy(2)) {
      state = domo.state(stream, execution);
    }
    return state;
  }

  /** A process that was held up must not commit what another one delivers. */
  private static void require(boolean claimed) {
    if (!claimed) {
      throw new WritebackException(
          Code.RESULTS_UNDELIVERED, "another process has taken over this delivery");
    }
  }

  /** The parts of one execution, which is begun with the first of them. */
  private final class Upload {
    private final long stream;
    private final ResultDelivery delivery;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Writer text = new OutputStreamWriter(bytes, StandardCharsets.UTF_8);
    private final CSVPrinter csv = new CSVPrinter(text, CSV);
    private long execution;
    private int parts;

    private Upload(long stream, ResultDelivery delivery) throws IOException {
      this.stream = stream;
      this.delivery = delivery;
    }

    void add(List<String> cells) {
      try {
        csv.printRecord(cells);
        csv.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (bytes.size() >= part) {
        upload();
      }
    }

    private void upload() {
      if (parts == 0) {
        // Parts of an execution that an earlier try began are never committed.
        execution = domo.begin(stream);
        require(store.begun(delivery, execution));
      }
      domo.upload(stream, execution, ++parts, bytes.toByteArray());
      bytes.reset();
    }

    void end() {
      if (bytes.size() > 0) {
        upload();
      }
      if (parts > 0) {
        commit(stream, execution, delivery);
      }
    }
  }
}
