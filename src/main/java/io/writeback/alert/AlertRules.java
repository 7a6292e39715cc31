package io.writeback.alert;

import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.ledger.AlertRule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which rules hold for a writeback; an empty one is off.
 *
 * @param failed whether a run that failed for good is one
 * @param rejects how many rejects and differences a run may end with
 * @param notStarted how long after its time a fire may have no run
 * @param slow how many times as long as usual a run may take
 * @param slowLeast a shorter run is never slow
 * @param fewRows what share of the usual rows a run has at least
 * @param usualRuns how many complete runs it takes to know what is usual
 * @param paused whether a run that a person has to resume is one
 * @param resultsUndelivered how long the results of a run may take to arrive
 */
public record AlertRules(
    boolean failed,
    Optional<Threshold> rejects,
    Optional<Duration> notStarted,
    Optional<Double> slow,
    Duration slowLeast,
    Optional<Double> fewRows,
    int usualRuns,
    boolean paused,
    Optional<Duration> resultsUndelivered) {
  private static final String OFF = "off";

  private static final Option<Boolean> FAILED =
      Option.parsed(AlertRule.FAILED.key(), "on", "on or off", text -> parsed(text, AlertRules::on))
          .says(
              "`on`: a run ended FAILED or STOPPED, and [no"
                  + " retry](scheduling.md#retry) follows.");

  private static final Option<Boolean> PAUSED =
      Option.parsed(AlertRule.PAUSED.key(), "on", "on or off", text -> parsed(text, AlertRules::on))
          .says("`on`: a run is paused until a person resumes it.");

  private static final Option<Optional<Threshold>> REJECTS =
      Option.parsed(
              AlertRule.REJECTS.key(),
              "0",
              Threshold.ALLOWED,
              text -> unlessOff(text, Threshold::of))
          .says(
              "A run ended with more rejects and differences than so many rows, or such a share of"
                  + " its rows: `0`, `100`, `2.5%`.")
          .example("1%");

  private static final Option<Optional<Duration>> NOT_STARTED =
      length(AlertRule.NOT_STARTED, "15m")
          .says("A schedule fired, and after so long no run was accepted for it.");

  private static final Option<Optional<Double>> SLOW =
      Option.parsed(
              AlertRule.SLOW.key(),
              "3",
              "off, or a factor from 1.1 to 1000",
              text -> unlessOff(text, factor -> between(1.1, 1_000, Double.parseDouble(factor))))
          .says("A run takes more than so many times as long as usual.");

  private static final Option<Duration> SLOW_LEAST =
      Option.duration("slow-least", Duration.ofMinutes(5))
          .says("A run that takes less time than this is never slow.");

  private static final Option<Optional<Double>> FEW_ROWS =
      Option.parsed(
              AlertRule.FEW_ROWS.key(),
              "50%",
              "off, or a share from 1% to 99%",
              text -> unlessOff(text, AlertRules::share))
          .says("A run has less than such a share of the usual number of rows.");

  private static final Option<Optional<Duration>> RESULTS_UNDELIVERED =
      length(AlertRule.RESULTS_UNDELIVERED, "1h")
          .says(
              "A run ended, and after so long its [results](results.md) have not been delivered.");

  private static final Option<Integer> USUAL_RUNS =
      Option.integer("usual-runs", 5, 1, 20)
          .says(
              "How many complete runs there have to be before `slow` and `few-rows` apply, 1 to 20.");

  /** All of them, in the order of the documents. */
  static final List<Option<?>> KEYS =
      List.of(
          FAILED,
          REJECTS,
          NOT_STARTED,
          SLOW,
          SLOW_LEAST,
          FEW_ROWS,
          USUAL_RUNS,
          PAUSED,
          RESULTS_UNDELIVERED);

  /** The rules of writebacks that have none of their own. */
  static AlertRules of(Settings settings) {
    return new AlertRules(
        FAILED.in(settings),
        REJECTS.in(settings),
        NOT_STARTED.in(settings),
        SLOW.in(settings),
        SLOW_LEAST.in(settings),
        FEW_ROWS.in(settings),
        USUAL_RUNS.in(settings),
        PAUSED.in(settings),
        RESULTS_UNDELIVERED.in(settings));
  }

  /** The same, with what the settings of one writeback have instead. */
  AlertRules with(Settings own) {
    return new AlertRules(
        or(FAILED, own, failed),
        or(REJECTS, own, rejects),
        or(NOT_STARTED, own, notStarted),
        or(SLOW, own, slow),
        or(SLOW_LEAST, own, slowLeast),
        or(FEW_ROWS, own, fewRows),
        or(USUAL_RUNS, own, usualRuns),
        or(PAUSED, own, paused),
        or(RESULTS_UNDELIVERED, own, resultsUndelivered));
  }

  private static <T> T or(Option<T> option, Settings own, T standard) {
    return own.text(option.name()).isPresent() ? option.in(own) : standard;
  }

  /** Whether a rule holds at all. */
  boolean has(AlertRule rule) {
    return switch (rule) {
      case FAILED -> failed;
      case REJECTS -> rejects.isPresent();
      case NOT_STARTED -> notStarted.isPresent();
      case SLOW -> slow.isPresent();
      case FEW_ROWS -> fewRows.isPresent();
      case PAUSED -> paused;
      case RESULTS_UNDELIVERED -> resultsUndelivered.isPresent();
    };
  }

  private static <T> T parsed(String text, Function<String, T> parser) {
    return parser.apply(text.toLowerCase(Locale.ROOT));
  }

  private static boolean on(String text) {
    return switch (text) {
      case "on", "true" -> true;
      case OFF, "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Option<Optional<Duration>> length(AlertRule rule, String standard) {
    return Option.parsed(
        rule.key(),
        standard,
        "off, or a duration such as 15m",
        text -> unlessOff(text, length -> Settings.length(length, Duration.ofSeconds(1))));
  }

  private static <T> Optional<T> unlessOff(String text, Function<String, T> parser) {
    return text.equalsIgnoreCase(OFF) ? Optional.empty() : Optional.of(parser.apply(text));
  }

  private static double share(String text) {
    if (!text.endsWith("%")) {
      throw new IllegalArgumentException();
    }
    return between(1, 99, Double.parseDouble(text.substring(0, text.length() - 1).strip())) / 100;
  }

  private static double between(double least, double most, double number) {
    if (!(number >= least && number <= most)) {
      throw new IllegalArgumentException();
    }
    return number;
  }
}
