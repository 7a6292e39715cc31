package io.writeback.camel;

import io.writeback.problem.Code;
import io.writeback.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.ConstantExpression;

/**
 * Finds what is wrong with how row messages are gathered: mistakes that Camel takes without a word,
 * and that would mix the rows of two writebacks, or lose some.
 */
final class RowMessageCheck {
  private static final String GROUP_ACTION = "kamelet:row-group-action";
  private static final String MESSAGE_ACTION = "kamelet:row-message-action";

  private final UnaryOperator<String> resolved;

  /** The routes that gather, by their writeback. */
  private final Map<String, String> gathering = new HashMap<>();

  /** The writebacks that have row messages, by the name that these are kept under. */
  private final Map<String, String> inboxes = new HashMap<>();

  /**
   * @param resolved a value of a route file with its placeholders filled in, as far as they can be
   */
  RowMessageCheck(UnaryOperator<String> resolved) {
    this.resolved = resolved;
  }

  /** What is wrong with the aggregates of a route that gather rows. */
  List<Problem> problems(RouteDefinition route, String where) {
    List<String> found = new ArrayList<>();
    int within = 0;
    for (AggregateDefinition aggregate :
        ProcessorDefinitionHelper.filterTypeInOutputs(
            route.getOutputs(), AggregateDefinition.class)) {
      List<String> writebacks = writebacks(aggregate.getOutputs(), GROUP_ACTION);
      within += writebacks.size();
      if (writebacks.size() == 1) {
        found.addAll(mistakes(route, aggregate, writebacks.get(0)));
      } else if (!writebacks.isEmpty() || isOurs(aggregate)) {
        found.add(
            "the aggregate has %d steps row-group-action; it needs exactly one"
                .formatted(writebacks.size()));
      }
    }
    if (writebacks(route.getOutputs(), GROUP_ACTION).size() > within) {
      found.add("row-group-action stands outside of an aggregate, which has to gather the rows");
    }
    return found.stream().map(text -> new Problem(Code.BAD_ROUTE_FILE, where, text)).toList();
  }

  private List<String> mistakes(
      RouteDefinition route, AggregateDefinition aggregate, String writeback) {
    List<String> found = new ArrayList<>();
    String name = GatheredRows.name(writeback);
    found.addAll(other("aggregationRepository", aggregate.getAggregationRepository(), name));
    found.addAll(other("aggregationStrategy", aggregate.getAggregationStrategy(), name));
    if (!(aggregate.getCorrelationExpression().getExpressionType() instanceof ConstantExpression)) {
      found.add("correlationExpression is no constant: rows would be sent in another order");
    }
    found.addAll(unsafe(aggregate));
    writebacks(route.getOutputs(), MESSAGE_ACTION).stream()
        .filter(other -> !other.equals(writeback))
        .forEach(
            other ->
                found.add(
                    "row-message-action is of the writeback %s, row-group-action of %s"
                        .formatted(other, writeback)));
    String first = gathering.putIfAbsent(writeback, route.getId());
    if (first != null) {
      found.add(
          "the rows of %s are gathered by route %s already: end one of them with direct: to the other"
              .formatted(writeback, first));
    }
    return found;
  }

  /**
   * What would acknowledge rows that are in no ledger: Camel asks a repository for nothing if a
   * group is complete with its first message, and takes out what an option lets it drop.
   */
  private List<String> unsafe(AggregateDefinition aggregate) {
    List<String> options = new ArrayList<>();
    add(options, "completionPredicate", aggregate.getCompletionPredicate());
    add(options, "completionSizeExpression", aggregate.getCompletionSizeExpression());
    add(options, "completionFromBatchConsumer", aggregate.getCompletionFromBatchConsumer());
    add(options, "completionOnNewCorrelationGroup", aggregate.getCompletionOnNewCorrelationGroup());
    add(options, "closeCorrelationKeyOnCompletion", aggregate.getCloseCorrelationKeyOnCompletion());
    add(options, "discardOnAggregationFailure", aggregate.getDiscardOnAggregationFailure());
    add(options, "discardOnCompletionTimeout", aggregate.getDiscardOnCompletionTimeout());
    add(options, "ignoreInvalidCorrelationKeys", aggregate.getIgnoreInvalidCorrelationKeys());
    add(options, "optimisticLocking", aggregate.getOptimisticLocking());
    List<String> found = new ArrayList<>();
    options.forEach(
        name ->
            found.add(
                name
                    + " would lose rows: groups end by completionSize, completionTimeout or"
                    + " completionInterval"));
    String size = aggregate.getCompletionSize();
    if (size != null && !resolved.apply(size).strip().matches("0*([2-9]|[1-9][0-9]+)")) {
      found.add(
          "completionSize is %s, and has to be 2 or more: a group that is complete with its first message is in no ledger"
              .formatted(size));
    }
    return found;
  }

  private void add(List<String> options, String name, Object value) {
    if (value != null && !(value instanceof String text && isOff(resolved.apply(text)))) {
      options.add(name);
    }
  }

  private static boolean isOff(String value) {
    return value.isBlank() || value.strip().equalsIgnoreCase("false");
  }

  private List<String> other(String option, String value, String right) {
    return value != null && resolved.apply(value).equals(right)
        ? List.of()
        : List.of("the %s of the aggregate has to be %s".formatted(option, right));
  }

  private boolean isOurs(AggregateDefinition aggregate) {
    String repository = aggregate.getAggregationRepository();
    return repository != null && resolved.apply(repository).startsWith(GatheredRows.name(""));
  }

  private List<String> writebacks(List<ProcessorDefinition<?>> steps, String kamelet) {
    return RouteModel.sends(steps).stream()
        .filter(uri -> uri.split("\\?", 2)[0].equals(kamelet))
        .map(uri -> resolved.apply(RouteModel.parameters(uri).getOrDefault("writeback", "")))
        .toList();
  }

  /** What is wrong with what the row messages of a writeback are kept under. */
  List<Problem> inbox(String writeback, String rows, String where) {
    String first = inboxes.putIfAbsent(rows, writeback);
    return first == null || first.equals(writeback)
        ? List.of()
        : List.of(
            new Problem(
                Code.BAD_ROUTE_FILE,
                where,
                "has the name that the rows of %s have: each writeback needs its own"
                    .formatted(first)));
  }
}
