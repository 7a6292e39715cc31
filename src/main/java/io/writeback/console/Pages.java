package io.writeback.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.engine.Connectors;
import io.writeback.ledger.Cause;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RejectRow;
import io.writeback.ledger.RejectStore;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.ConfigurationException;
import io.writeback.run.LedgerReport;
import io.writeback.schedule.Schedule;
import io.writeback.view.RunDetails;
import io.writeback.view.RunViews;
import io.writeback.view.WhyQuestions;
import io.writeback.view.WhySearch;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads from the ledger what the pages show. */
final class Pages {
  private static final EnumSet<RunState> ALL = EnumSet.allOf(RunState.class);
  private static final int RUNS = 50;
  private static final int HISTORY = 60;
  private static final int MOST_CAUSES = 50;
  private static final int MOST_FOUND = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ledger ledger;
  private final RunViews views;
  private final Catalogue catalogue;
  private final Weeks weeks;
  private final ChangePages changes;
  private final InstantSource clock;
  private final boolean showValues;
  private final Predicate<String> executed;

  /**
   * @param executed whether this process executes a run
   * @param showValues whether keys and cell values are shown
   */
  Pages(
      Ledger ledger,
      RunViews views,
      Catalogue catalogue,
      InstantSource clock,
      Predicate<String> executed,
      boolean showValues) {
    this.ledger = ledger;
    this.views = views;
    this.catalogue = catalogue;
    this.weeks = new Weeks(catalogue, ledger.schedules(), clock);
    this.changes = new ChangePages(views, showValues);
    this.clock = clock;
    this.executed = executed;
    this.showValues = showValues;
  }

  boolean showValues() {
    return showValues;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Weeks weeks() {
    return weeks;
  }

  WritebacksPage writebacks() {
    List<WritebacksPage.Listed> listed = new ArrayList<>();
    List<RunRow> attention = new ArrayList<>();
    for (Catalogue.Writeback writeback : catalogue.writebacks()) {
      List<RunEntry> runs = ledger.history().latest(writeback.name(), RunBars.RUNS);
      Optional<RunRow> last = last(writeback.name());
      listed.add(listed(writeback, last.orElse(null), runs));
      last.filter(RunRow::needsPerson).ifPresent(attention::add);
    }
    ledger.history().unfinished().stream()
        .filter(run -> attention.stream().noneMatch(one -> one.id().equals(run.id())))
        .map(run -> ledger.history().summary(run.id()))
        .flatMap(Optional::stream)
        .map(run -> RunRow.of(run, views))
        .filter(RunRow::needsPerson)
        .forEach(attention::add);
    return new WritebacksPage(ledger.alerts().open(), attention, listed, showValues);
  }

  private WritebacksPage.Listed listed(
      Catalogue.Writeback writeback, RunRow last, List<RunEntry> runs) {
    Instant next =
        catalogue.schedulesOf(writeback.name()).stream()
            .map(this::next)
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(null);
    return new WritebacksPage.Listed(
        writeback.name(),
        writeback.description(),
        writeback.problems(),
        last,
        next,
        writeback.triggers().isEmpty()
            ? "started by hand or by requests"
            : "by " + String.join(", ", writeback.triggers()),
        RunBars.of(runs, views));
  }

  private Instant next(Schedule schedule) {
    return schedule.next(
        ledger.schedules().lastFire(schedule.name(), schedule.timing()), clock.instant());
  }

  private List<RunRow> rows(List<RunSummary> runs) {
    return runs.stream().map(run -> RunRow.of(run, views)).toList();
  }

  Optional<WritebackPage> writeback(String name) {
    return catalogue
        .find(name)
        .or(
            () ->
                ledger.history().latest(name, 1).stream()
                    .findFirst()
                    .map(run -> Catalogue.Writeback.withoutRoute(name)))
        .map(this::writeback);
  }

  private WritebackPage writeback(Catalogue.Writeback writeback) {
    List<RunSummary> summaries = ledger.history().list(writeback.name(), ALL, HISTORY);
    Optional<RunEntry> last =
        summaries.stream().map(RunSummary::run).filter(run -> run.target() != null).findFirst();
    List<RunRow> runs = rows(summaries);
    return new WritebackPage(
        writeback,
        catalogue.schedulesOf(writeback.name()).stream()
            .map(one -> new WritebackPage.Next(one.timing(), weeks.shown(one, next(one))))
            .toList(),
        ledger.watchedDatasets().of(writeback.name()),
        last.map(RunEntry::source).orElse(null),
        last.map(RunEntry::target).orElse(null),
        last.map(run -> LedgerReport.writtenColumns(run.id(), ledger)).orElse(Map.of()),
        runs.subList(0, Math.min(20, runs.size())),
        series(runs));
  }

  /**
   * Times in seconds, rows, rejects and seconds of the runs that came to their end, oldest first.
   */
  private static String series(List<RunRow> newest) {
    List<RunRow> runs =
        Stream.iterate(newest.size() - 1, i -> i >= 0, i -> i - 1)
            .map(newest::get)
            .filter(run -> run.rows() != null && run.tone() != Tone.BUSY)
            .toList();
    try {
      return JSON.writeValueAsString(
          List.of(
              runs.stream().map(run -> run.accepted().getEpochSecond()).toList(),
              runs.stream().map(RunRow::rows).toList(),
              runs.stream().map(RunRow::rejected).toList(),
              runs.stream().map(run -> run.millis() / 1_000.0).toList()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param state in lower case with blanks, as pages show it; "" for any
   * @param before the id of the run before which the page begins; "" for the newest
   */
  RunsPage runs(String writeback, String state, String before) {
    List<RunState> states =
        Arrays.stream(RunState.values())
            .filter(one -> state.isEmpty() || RunRow.words(one.name()).equals(state))
            .toList();
    List<RunSummary> found =
        ledger
            .history()
            .page(
                writeback.isEmpty() ? null : writeback,
                states,
                before.isEmpty() ? null : before,
                RUNS + 1);
    List<RunRow> shown = rows(found.subList(0, Math.min(RUNS, found.size())));
    return new RunsPage(
        shown,
        Stream.concat(
                catalogue.names().stream(), Stream.of(writeback).filter(name -> !name.isEmpty()))
            .distinct()
            .sorted()
            .toList(),
        Arrays.stream(RunState.values()).map(one -> RunRow.words(one.name())).toList(),
        writeback,
        state,
        found.size() > RUNS
            ? "/runs?writeback=%s&state=%s&before=%s"
                .formatted(encoded(writeback), encoded(state), shown.get(RUNS - 1).id())
            : null);
  }

  Optional<RunSummary> summary(String runId) {
    return ledger.history().summary(runId);
  }

  Optional<RunPage> run(String runId) {
    return summary(runId).map(this::run);
  }

  RunPage run(RunSummary summary) {
    RunEntry run = summary.run();
    RunDetails details = views.details(summary, false);
    return new RunPage(
        RunRow.of(summary, views),
        details,
        Timeline.of(run.id(), ledger.batches()),
        RunAction.of(run, executed.test(run.id()), details.openRejects(), changes.areKept(run)),
        changes.of(run),
        showValues);
  }

  /**
   * @param object what holds the record; "" if nothing is asked yet
   * @param field "" for all
   */
  WhyPage why(String object, String id, String field) {
    if (object.isEmpty()) {
      return new WhyPage(object, id, field, null, "", showValues);
    }
    try {
      WhySearch.Question asked =
          new WhyQuestions(Connectors.destinationTypes(), ledger.sentKeys())
              .of(object, id, field.isEmpty() ? null : field, MOST_FOUND);
      return new WhyPage(
          object, id, field, new WhySearch(ledger, views).answer(asked), "", showValues);
    } catch (ConfigurationException e) {
      return new WhyPage(object, id, field, null, e.problems().get(0).message(), showValues);
    }
  }

  ChangePages changes() {
    return changes;
  }

  /** The runs of a writeback that have not ended, or can be resumed; the oldest first. */
  List<RunEntry> unfinished(String writeback) {
    return ledger.history().unfinished().stream()
        .filter(run -> run.writeback().equals(writeback))
        .toList();
  }

  /** The last run of a writeback that is no replay. */
  Optional<RunRow> last(String writeback) {
    return ledger.history().latest(writeback, 1).stream()
        .findFirst()
        .flatMap(run -> summary(run.id()))
        .map(run -> RunRow.of(run, views));
  }

  /** What can be done with a run. */
  List<RunAction> actions(RunEntry run) {
    return RunAction.of(
        run, executed.test(run.id()), ledger.rejects().countOpen(run.id()), changes.areKept(run));
  }

  long openRejects(String runId) {
    return ledger.rejects().countOpen(runId);
  }

  /**
   * @param cause the row of the example of the only cause that is shown; 0 for all
   * @param after the row behind which the page begins; 0 for the first
   */
  Optional<RejectsPage> rejects(
      String runId, boolean all, String code, String column, long cause, String text, long after) {
    return summary(runId)
        .map(
            summary -> {
              List<Cause> causes = ledger.rejects().causes(runId, MOST_CAUSES);
              Optional<Cause> only =
                  causes.stream().filter(one -> one.exampleRow() == cause).findFirst();
              RejectStore.Filter filter =
                  new RejectStore.Filter(
                      all,
                      only.map(Cause::code).orElse(code),
                      only.map(Cause::column).orElse(column),
                      only.map(Cause::cause).orElse(""),
                      showValues ? text : "");
              return rejects(summary, filter, only, causes, after);
            });
  }

  private RejectsPage rejects(
      RunSummary summary,
      RejectStore.Filter filter,
      Optional<Cause> only,
      List<Cause> causes,
      long after) {
    String id = summary.run().id();
    List<RejectRow> found = ledger.rejects().find(id, filter, after, RejectsPage.ROWS + 1);
    List<RejectRow> shown = found.subList(0, Math.min(RejectsPage.ROWS, found.size()));
    return new RejectsPage(
        RunRow.of(summary, views),
        filter,
        only.map(cause -> Reasons.cause(cause, showValues)).orElse(""),
        only.map(Cause::exampleRow).orElse(0L),
        shown.stream()
            .map(
                row ->
                    new RejectsPage.Line(
                        row.reject().row(),
                        row.reject().key(),
                        row.reject().code().id(),
                        row.reject().column(),
                        showValues ? row.reject().reason() : row.reject().code().meaning(),
                        row.supersededBy()))
            .toList(),
        ledger.rejects().countOpen(id),
        causes.stream().map(Cause::code).distinct().sorted().toList(),
        causes.stream()
            .map(Cause::column)
            .filter(column -> !column.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        found.size() > shown.size()
            ? "/runs/%s/rejects?all=%s&code=%s&column=%s&cause=%d&text=%s&after=%d"
                .formatted(
                    id,
                    filter.all(),
                    encoded(filter.code()),
                    encoded(filter.column()),
                    only.map(Cause::exampleRow).orElse(0L),
                    encoded(filter.text()),
                    shown.get(shown.size() - 1).reject().row())
            : null,
        showValues);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
