package io.writeback.camel;

import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunRequest;
import io.writeback.problem.WritebackException;
import io.writeback.run.DataLock;
import io.writeback.run.Report;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts runs for a command, goes on with them and waits for their ends, here or in the process
 * that executes runs.
 */
public final class RunControl {
  private static final Logger LOG = LoggerFactory.getLogger(RunControl.class);

  private final WritebackServices services;
  private final WritebackRoutes routes;

  /** The runs that this process cannot execute; another one that shares the ledger may. */
  private final Set<String> leftToOthers = new HashSet<>();

  RunControl(CamelContext context, WritebackServices services) {
    this.services = services;
    this.routes = new WritebackRoutes(context, services);
  }

  /**
   * Puts a run of a writeback on disk; one that waits for its turn answers this request too.
   *
   * @param full every row, although the writeback may send changed ones
   * @param acceptColumns whether columns that the last complete run wrote may be missing
   */
  public RunEntry accept(String writeback, boolean full, boolean acceptColumns) {
    String id = services.runs().newId();
    return services
        .runs()
        .accept(
            new RunRequest(id, "run:" + id, writeback, full, null).acceptingColumns(acceptColumns))
        .run();
  }

  /**
   * A replay that was accepted.
   *
   * @param before whether it was asked for before, and nothing is sent now
   */
  public record Replay(RunEntry run, boolean before) {}

  /**
   * Puts a run on disk that sends the open rejects of another again.
   *
   * @param file the rows as a person edited them; null for those of the run
   * @return empty if no reject of the run is open
   */
  public Optional<Replay> replay(RunEntry parent, Path file) {
    return services
        .replays()
        .accept(parent, file, services.runs().newId())
        .map(accepted -> new Replay(accepted.run(), !accepted.isNew()));
  }

  /**
   * Goes on with the interrupted runs of a writeback, oldest first; with a paused one when its time
   * has come, or at once if it waits for a person, who is here, or for its source, whose age that
   * person is warned of.
   */
  public List<Report> resume(String writeback) {
    List<RunEntry> found =
        interrupted().stream().filter(run -> run.writeback().equals(writeback)).toList();
    return finish(
        found.stream()
            .map(
                run ->
                    run.waitsForPerson() || run.waitsForSource() || run.state().ended()
                        ? askToResume(run)
                        : run.id())
            .distinct()
            .toList());
  }

  /**
   * Goes on with all interrupted and paused runs, oldest first, at once; or lets the process do so
   * that executes runs, and waits for it.
   */
  public List<Report> resume() {
    return finish(interrupted().stream().map(this::askToResume).distinct().toList());
  }

  private String askToResume(RunEntry run) {
    return services.runs().askToGoOn(run);
  }

  /** Runs that did not come to their end and that no process works on, oldest first. */
  List<RunEntry> interrupted() {
    // What a dead process of this data directory held is free from then on.
    services.mayExecute();
    return services.runs().interrupted();
  }

  /**
   * Goes round among runs until each has ended or waits for a person: one that is paused again, or
   * whose target is not free, keeps none of the others waiting.
   */
  private List<Report> finish(List<String> runs) {
    Map<String, Report> reports = new LinkedHashMap<>();
    List<String> open = runs;
    while (true) {
      open.forEach(run -> reports.put(run, goOn(run)));
      List<String> before = open;
      open =
          before.stream()
              .filter(run -> !leftToOthers.contains(run))
              .filter(run -> goesOnByItself(reports.get(run)) || isBehindOneOf(run, before))
              .toList();
      if (open.isEmpty() || services.isEnding()) {
        return List.copyOf(reports.values());
      }
      DataLock.pause();
      if (services.mayExecute()) {
        services.runs().endAbandoned();
      }
    }
  }

  /** One run that cannot go on does not keep the others from it; its report says why. */
  private Report goOn(String id) {
    Optional<RunEntry> run = mine(id);
    try {
      return run.map(mine -> routes.execute(mine, false))
          .orElseGet(() -> services.runs().report(id));
    } catch (WritebackException e) {
      if (services.data().isShared()) {
        leftToOthers.add(id);
        LOG.warn(
            "{} run {} is left to the other processes of this ledger, as this one cannot execute it: {}",
            e.code(),
            id,
            e.getMessage());
      } else {
        services.runs().standStill(run.orElseThrow(), e);
      }
      return services.runs().report(id);
    }
  }

  /** Whether a run waits for one that is resumed here too, and so will have its turn. */
  private boolean isBehindOneOf(String run, List<String> resumed) {
    return services.runs().heldBy(run).filter(resumed::contains).isPresent();
  }

  private boolean goesOnByItself(Report report) {
    return !report.state().ended()
        && !report.waitsForPerson()
        && services.runs().heldBy(report.run()).isEmpty();
  }

  /** Runs a writeback to its end. */
  public Report run(String writeback) {
    return routes.execute(accept(writeback, false, false));
  }

  /**
   * Runs what was accepted to its end, or waits for the process that does; ends early if this
   * process has to, or if the run waits for a person. A run that is paused goes on here when its
   * time has come.
   *
   * @param elsewhere told again and again how far it is there
   */
  public Report finish(RunEntry accepted, Consumer<Report> elsewhere) {
    String id = accepted.id();
    Report report = finishMine(id);
    while (goesOnByItself(report) && !services.isEnding()) {
      elsewhere.accept(report);
      DataLock.pause();
      report = finishMine(id);
    }
    return report;
  }

  private Report finishMine(String id) {
    return mine(id).map(routes::execute).orElseGet(() -> services.runs().report(id));
  }

  /** A run that nobody works on, once this process may execute runs. */
  private Optional<RunEntry> mine(String id) {
    if (!services.mayExecute()) {
      return Optional.empty();
    }
    return services.runs().due().stream().filter(run -> run.id().equals(id)).findFirst();
  }
}
