package io.writeback.destination.dataworld;

import io.writeback.dataset.Snapshot;
import io.writeback.destination.PlanInput;
import io.writeback.destination.rest.StoredDecision;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which file a run writes, and stops it if it may not be. Writes nothing. */
final class FilePlanning {
  private final DataWorldApi api;
  private final DataWorldOptions options;
  private final String target;
  private final PlanInput input;
  private final List<String> warnings = new ArrayList<>();

  FilePlanning(DataWorldApi api, DataWorldOptions options, String target, PlanInput input) {
    this.api = api;
    this.options = options;
    this.target = target;
    this.input = input;
  }

  FileDecision decide() {
    options.rows().check(input, "the file would be emptied");
    DatasetState dataset = api.writable(options.dataset());
    long number = number(dataset);
    String name = name(number);
    lookForHashes();
    boolean unchanged = options.compared() && isUnchanged(name, dataset);
    return new FileDecision(
        options.account(),
        target,
        options.dataset(),
        name,
        number,
        Math.max(0, input.count()),
        input.snapshot().map(Snapshot::bytes).orElse(0L),
        input.snapshot().map(Snapshot::sha256).orElse(""),
        options.compared(),
        unchanged,
        dataset.file(name).orElse(null),
        dataset.similar(name),
        options.waitForIngest(),
        options.settle(),
        warnings);
  }

  /**
   * The next number after all that were planned and all that are there: a ledger that was lost
   * overwrites no file, and a file that was deleted gives no number free.
   */
  private long number(DatasetState dataset) {
    if (options.append() != FileName.Append.NUMBER) {
      return 0;
    }
    if (options.compared()) {
      warnings.add(
          "append=number gives every run a new file, so mode=changed has nothing to compare with and every run sends one");
    }
    long there =
        options
            .fileName()
            .highest(dataset.files().stream().map(DatasetState.StoredFile::name).toList());
    return Math.max(there, input.occasion().lastNumber()) + 1;
  }

  private String name(long number) {
    FileName file = options.fileName();
    String name =
        switch (options.append()) {
          case NONE -> file.plain();
          case DATE -> file.of(input.occasion().time(), options.zone());
          case NUMBER -> file.of(number);
        };
    if (name.length() > FileName.LONGEST) {
      throw new ConfigurationException(
          Code.BAD_VALUE,
          "",
          "the file name %s has %d characters, data.world takes %d; shorten fileName"
              .formatted(name, name.length(), FileName.LONGEST));
    }
    return name;
  }

  private void lookForHashes() {
    if (input.snapshot().isPresent()) {
      HashLines.of(input.snapshot().get()).warning().ifPresent(warnings::add);
      return;
    }
    boolean[] found = {input.schema().names().get(0).startsWith("#")};
    input.rows().each(row -> found[0] |= row.cell(0) != null && row.cell(0).startsWith("#"));
    if (found[0]) {
      warnings.add(
          "a line begins with #: data.world keeps it in the file, but leaves it out of its tables");
    }
  }

  /**
   * Whether the last run that sent something under the name had the same bytes confirmed, and they
   * are still there; in the tables, too, if a run waits for that.
   */
  private boolean isUnchanged(String name, DatasetState dataset) {
    if (input.occasion().full() || input.snapshot().isEmpty()) {
      return false;
    }
    Snapshot snapshot = input.snapshot().get();
    for (PlanInput.Past run : input.past()) {
      Optional<FileDecision> before = read(run);
      if (before.isEmpty()) {
        return false;
      }
      if (before.get().fileName().equals(name)) {
        return run.confirmed()
            && before.get().sha256().equals(snapshot.sha256())
            && dataset.file(name).filter(file -> file.bytes() == snapshot.bytes()).isPresent()
            && (!options.waitForIngest() || dataset.status().equals(DatasetState.LOADED));
      }
    }
    return false;
  }

  /** Of another version: then nothing is known, which is the careful reading. */
  private static Optional<FileDecision> read(PlanInput.Past run) {
    try {
      return Optional.of(StoredDecision.read(run.plan(), FileDecision.class));
    } catch (WritebackException e) {
      return Optional.empty();
    }
  }
}
