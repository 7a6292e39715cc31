package io.writeback.view;

import io.writeback.destination.DestinationType;
import io.writeback.ledger.SentKeyStore;
import io.writeback.problem.Code;
import io.writeback.problem.ConfigurationException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;

/** What a person means who names an object of a destination and a record of it. */
public final class WhyQuestions {
  private final Map<String, DestinationType> types;
  private final SentKeyStore store;

  public WhyQuestions(Collection<DestinationType> types, SentKeyStore store) {
    this.types = types.stream().collect(Collectors.toMap(DestinationType::name, type -> type));
    this.store = store;
  }

  /** A key, wherever it was written to. */
  public WhySearch.Question ofKey(String key, int most) {
    return new WhySearch.Question(List.of(), key, keys(key), null, most);
  }

  /**
   * A record of an object.
   *
   * @param object what holds the record, or the name of a writeback
   * @param id of the record; "" for the only one
   * @param field null for all
   * @throws ConfigurationException if nothing was written there, or the ID can be none
   */
  public WhySearch.Question of(String object, String id, String field, int most) {
    List<String> all = store.targets();
    List<String> targets = all.stream().filter(target -> isNamed(target, object)).toList();
    if (targets.isEmpty()) {
      targets = store.targetsOf(object);
    }
    if (targets.isEmpty()) {
      throw wrong(
          "no run that is kept has written to \"%s\"%s"
              .formatted(
                  object, all.isEmpty() ? "" : "; they have written to " + String.join(", ", all)));
    }
    Function<String, Optional<String>> keys = keys(id);
    if (targets.stream().allMatch(target -> keys.apply(target).isEmpty())) {
      String form = type(targets.get(0)).map(DestinationType::keyForm).orElse("a key");
      throw wrong(
          id.isEmpty()
              ? "which record of %s? Give %s".formatted(String.join(", ", targets), form)
              : "\"%s\" is not %s".formatted(id, form));
    }
    return new WhySearch.Question(targets, id, keys, field, most);
  }

  private boolean isNamed(String target, String name) {
    return type(target).map(type -> type.isNamed(target, name)).orElse(target.equals(name));
  }

  private Function<String, Optional<String>> keys(String name) {
    return target ->
        type(target)
            .map(type -> type.key(target, name))
            .orElseGet(() -> Optional.of(name).filter(key -> !key.isEmpty()));
  }

  private Optional<DestinationType> type(String target) {
    return Optional.ofNullable(types.get(StringUtils.substringBefore(target, ":")));
  }

  private static ConfigurationException wrong(String message) {
    return new ConfigurationException(Code.BAD_VALUE, "why", message);
  }
}
