package io.writeback.belief;

import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The beliefs of one side of a writeback with their probes, which send their requests through the
 * client that runs use. The first belief is that the service can be reached with the account's
 * credentials: if it does not hold, nothing else is asked.
 */
public final class Probes {
  /**
   * After these nothing else is asked: it would have the same answer, and could lock an account.
   */
  private static final Set<Code> FINAL =
      Set.of(
          Code.SOURCE_LOGIN,
          Code.DESTINATION_LOGIN,
          Code.LOGIN_UNAVAILABLE,
          Code.TOKEN_STORE,
          Code.ADDRESS_REFUSED);

  private final List<Belief> beliefs;
  private final Map<String, Supplier<Observation>> probes = new LinkedHashMap<>();
  private boolean writes;
  private boolean creates;
  private Optional<String> stopped = Optional.empty();

  public Probes(List<Belief> beliefs) {
    this.beliefs = List.copyOf(beliefs);
  }

  /** Adds the probe of a belief; it may throw, and then nothing follows. */
  public Probes with(String id, Supplier<Observation> probe) {
    probes.put(id, probe);
    return this;
  }

  /** Lets the probes that write run too. */
  public Probes writing() {
    writes = true;
    return this;
  }

  /** Lets the probes run too that create an object. */
  public Probes creating() {
    creates = true;
    return this;
  }

  /** Whether there is a probe of a kind. */
  public boolean has(Belief.Method method) {
    return beliefs.stream().anyMatch(belief -> belief.probe() == method);
  }

  /** Asks; the findings come in the order of the beliefs. */
  public List<Finding> run() {
    Set<String> probed =
        beliefs.stream()
            .filter(belief -> belief.probe() != Belief.Method.NONE)
            .map(Belief::id)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!probed.equals(probes.keySet())) {
      throw new IllegalStateException(
          "the beliefs %s say that they are probed, and there are probes of %s"
              .formatted(probed, new TreeSet<>(probes.keySet())));
    }
    List<Finding> findings = new ArrayList<>();
    for (Belief belief : beliefs) {
      findings.add(new Finding(belief, seen(belief, findings.isEmpty())));
    }
    return List.copyOf(findings);
  }

  private Observation seen(Belief belief, boolean first) {
    if (belief.probe() == Belief.Method.NONE) {
      return new Observation(Observation.Result.NOT_PROBED, "only real runs show it");
    }
    if (belief.probe() == Belief.Method.WRITE && !writes) {
      return new Observation(Observation.Result.NOT_PROBED, "needs --write-probe ID");
    }
    if (belief.probe() == Belief.Method.CREATE && !creates) {
      return new Observation(Observation.Result.NOT_PROBED, "needs --create-probe");
    }
    if (stopped.isPresent()) {
      return Observation.unknown("not asked, because of %s", stopped.get());
    }
    Observation seen = asked(belief);
    if (first && seen.result() != Observation.Result.HOLDS) {
      stopped = Optional.of(belief.id());
    }
    return seen;
  }

  private Observation asked(Belief belief) {
    try {
      return probes.get(belief.id()).get();
    } catch (WritebackException e) {
      if (FINAL.contains(e.code())) {
        stopped = Optional.of(belief.id());
      }
      return new Observation(Observation.Result.INCONCLUSIVE, e.problems().get(0).toString());
    }
  }
}
