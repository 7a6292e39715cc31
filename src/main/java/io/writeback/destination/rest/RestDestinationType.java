package io.writeback.destination.rest;

import io.writeback.auth.Connections;
import io.writeback.config.Option;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.DestinationType;
import io.writeback.destination.Destinations;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.discovery.Discovery;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A destination behind an HTTP API that knows accounts.
 *
 * @param <A> the API of an account
 * @param <O> the options of a route
 * @param <D> what a run has decided
 */
public abstract class RestDestinationType<A extends RestApi<?>, O, D extends Decision>
    implements DestinationType {
  private final Class<D> decision;
  private final Option<String> account;

  /**
   * @param decision a record, stored by its components
   * @param account the option that names the account
   */
  protected RestDestinationType(Class<D> decision, Option<String> account) {
    this.decision = decision;
    this.account = account;
  }

  /**
   * Opens an account; touches no network.
   *
   * @throws io.writeback.problem.ConfigurationException naming every mistake in its keys
   */
  protected abstract A api(String account, Settings keys, NetworkPath path, Resources resources);

  /**
   * Reads the options and notes every mistake in them.
   *
   * @param limit the account's max-concurrency; the largest number if it is unknown
   */
  protected abstract O options(Settings options, int limit);

  protected abstract Destination destination(A api, O options);

  /** The plan of a resumed run, whose snapshot has to fit the decision. */
  protected abstract Plan plan(A api, D decision, Snapshot snapshot);

  /** What accounts can be asked for; each is opened by its name. */
  protected Optional<Discovery> discovery(Function<String, A> accounts) {
    return Optional.empty();
  }

  /** The accounts of a process. */
  public final Connections<A> accounts(Resources resources) {
    return new Connections<>(
        resources.accounts(),
        resources.http(),
        (name, keys, path) -> api(name, keys, path, resources));
  }

  @Override
  public final Destinations connect(Resources resources) {
    return new OfAccounts(accounts(resources));
  }

  private final class OfAccounts implements Destinations {
    private final Connections<A> accounts;

    OfAccounts(Connections<A> accounts) {
      this.accounts = accounts;
    }

    @Override
    public Destination open(Settings options) {
      A api =
          accounts.open(
              account.in(options),
              options,
              () -> RestDestinationType.this.options(options, Integer.MAX_VALUE));
      return destination(
          api, RestDestinationType.this.options(options, api.account().maxConcurrency()));
    }

    @Override
    public Plan restore(Map<String, Object> stored, Snapshot snapshot) {
      D decided = StoredDecision.read(stored, decision);
      A api = accounts.open(decided.account());
      if (!decided.target().startsWith(name() + ":" + api.account().host() + "/")) {
        throw new WritebackException(
            Code.BAD_VALUE,
            "the run writes to %s, but account %s leads to %s now; put the old address back to resume the run, or cancel it"
                .formatted(decided.target(), api.account().name(), api.account().url()));
      }
      return plan(api, decided, snapshot);
    }

    @Override
    public Optional<Discovery> discovery() {
      return RestDestinationType.this.discovery(accounts::open);
    }
  }
}
