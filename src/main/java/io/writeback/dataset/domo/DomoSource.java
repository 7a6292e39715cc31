package io.writeback.dataset.domo;

import io.writeback.belief.Probes;
import io.writeback.dataset.DatasetSource;
import io.writeback.dataset.Preview;
import io.writeback.dataset.Refreshable;
import io.writeback.dataset.Row;
import io.writeback.dataset.Snapshot;
import io.writeback.dataset.Staged;
import io.writeback.dataset.Staging;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A DataSet of Domo, exported and checked against what Domo says of it.
 *
 * <p>The checks have a reason: exports that lack hundreds of rows and are 200 nevertheless
 * (domo-python-sdk#68), and login pages instead of rows (domo-java-sdk#11).
 */
final class DomoSource implements DatasetSource, Refreshable {
  private static final int ATTEMPTS = 3;

  private final Supplier<DomoClient> client;
  private final String id;
  private final long quota;

  DomoSource(Supplier<DomoClient> client, String id, long quota) {
    this.client = client;
    this.id = id;
    this.quota = quota;
  }

  @Override
  public String describe() {
    return "Domo DataSet " + id;
  }

  @Override
  public Snapshot stage(Path folder, LongConsumer progress) {
    DomoClient domo = client.get();
    try (Staging staging = new Staging(describe(), folder, quota)) {
      DomoDataset before = metadata(domo);
      for (int attempt = 1; ; attempt++) {
        Attempt made = attempt(domo, before, staging, progress);
        DomoDataset after = metadata(domo);
        boolean moved = !before.current().equals(after.current());
        if (!moved && made.fault == null) {
          return staging.commit(made.staged, before.schema(), before.current());
        }
        if (attempt == ATTEMPTS || !(moved || made.incomplete())) {
          throw moved ? moved(before, after) : made.fault;
        }
        before = after;
      }
    }
  }

  /** The export is cut off behind the first rows, so its row count is not compared. */
  @Override
  public Preview preview(int most) {
    DomoClient domo = client.get();
    DomoDataset dataset = metadata(domo);
    List<Row> rows =
        dataset.neverFilled()
            ? List.of()
            : domo.export(
                id,
                csv ->
                    Preview.rows(
                        describe(),
                        csv,
                        StandardCharsets.UTF_8,
                        header -> check(dataset, header),
                        most));
    return new Preview(dataset.schema(), rows, dataset.current(), dataset.rows());
  }

  @Override
  public Optional<Probes> probes() {
    return Optional.of(new DomoProbes(client.get(), id).all());
  }

  @Override
  public String version() {
    DomoDataset dataset = existing(client.get());
    return dataset.neverFilled() ? "" : dataset.current();
  }

  /** An export, or what was wrong with it that may only mean that the DataSet has moved. */
  private Attempt attempt(
      DomoClient domo, DomoDataset dataset, Staging staging, LongConsumer progress) {
    try {
      return new Attempt(staged(domo, dataset, staging, progress), null);
    } catch (WritebackException e) {
      if (e.code() == Code.BAD_HEADER || e.code() == Code.EXPORT_INCOMPLETE) {
        return new Attempt(null, e);
      }
      throw e;
    }
  }

  private record Attempt(Staged staged, WritebackException fault) {
    boolean incomplete() {
      return fault != null && fault.code() == Code.EXPORT_INCOMPLETE;
    }
  }

  private DomoDataset existing(DomoClient domo) {
    DomoDataset dataset = domo.metadata(id);
    if (dataset.deleted()) {
      throw new WritebackException(Code.DATASET_DELETED, describe() + " was deleted in Domo");
    }
    return dataset;
  }

  private DomoDataset metadata(DomoClient domo) {
    DomoDataset dataset = existing(domo);
    if (dataset.schema().size() == 0) {
      throw new WritebackException(
          Code.BAD_HEADER, describe() + " has no columns: it was never filled");
    }
    return dataset;
  }

  private Staged staged(
      DomoClient domo, DomoDataset dataset, Staging staging, LongConsumer progress) {
    if (dataset.neverFilled()) {
      return headerOnly(dataset, staging, progress);
    }
    Staged staged =
        domo.export(
            id,
            csv ->
                staging.write(
                    csv, StandardCharsets.UTF_8, header -> check(dataset, header), progress));
    long expected = dataset.filtered() ? domo.visibleRows(id) : dataset.rows();
    if (staged.rows() != expected) {
      throw new WritebackException(
          Code.EXPORT_INCOMPLETE,
          "%s: the export has %,d rows, Domo counts %,d%s"
              .formatted(
                  describe(),
                  staged.rows(),
                  expected,
                  dataset.filtered() ? " that this client may see" : ""));
    }
    return staged;
  }

  /** Domo answers calls for the data of a DataSet that never had any with errors. */
  private static Staged headerOnly(DomoDataset dataset, Staging staging, LongConsumer progress) {
    List<String> quoted =
        dataset.schema().names().stream()
            .map(name -> '"' + name.replace("\"", "\"\"") + '"')
            .toList();
    byte[] line = (String.join(",", quoted) + "\n").getBytes(StandardCharsets.UTF_8);
    try (InputStream in = new ByteArrayInputStream(line)) {
      return staging.write(in, StandardCharsets.UTF_8, header -> {}, progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(DomoDataset dataset, List<String> header) {
    List<String> names = dataset.schema().names();
    if (header.equals(names)) {
      return;
    }
    List<String> missing = new ArrayList<>(names);
    missing.removeAll(header);
    List<String> strange = new ArrayList<>(header);
    strange.removeAll(names);
    throw new WritebackException(
        Code.BAD_HEADER,
        describe()
            + ": the header of the export is not that of the schema: "
            + (missing.isEmpty() && strange.isEmpty()
                ? "the order is " + header + ", not " + names
                : "missing are " + missing + ", unknown are " + strange));
  }

  private WritebackException moved(DomoDataset before, DomoDataset after) {
    return new WritebackException(
        Code.EXPORT_MOVED,
        "%s changed during each of %d exports (at last from %s to %s); run it when Domo does not fill it"
            .formatted(describe(), ATTEMPTS, before.current(), after.current()));
  }
}
