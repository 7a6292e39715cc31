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
import java.util.List;
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
  private final List<Option<?>> keys;

  /**
   * @param decision a record, stored by its components
   * @param account the option that names the account
   * @param keys of an account, except those that say how it is reached
   */
  protected RestDestinationType(Class<D> decision, Option<String> account, List<Option<?>> keys) {
    this.decision = decision;
    this.account = account;
    this.keys = NetworkPath.with(keys);
  }

  @Override
  public final List<Option<?>> accountKeys() {
    return keys;
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
    RestDestinationType<A, O, D> type = this;
    Connections<A> accounts = accounts(resources);
    return new Destinations() {
      @Override
      public Destination open(Settings options) {
        A api =
            accounts.open(
                account.in(options), options, () -> type.options(options, Integer.MAX_VALUE));
        return destination(api, type.options(options, api.account().maxConcurrency()));
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
        return type.discovery(accounts::open);
      }
    };
  }
}
