package io.writeback.destination.notes;

import io.writeback.auth.FixedHeader;
import io.writeback.config.Option;
import io.writeback.config.RouteStep;
import io.writeback.config.Secret;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.destination.rest.RestDestinationType;
import io.writeback.discovery.Discovery;
import io.writeback.http.NetworkPath;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A destination that only the tests have: texts of notes, found by their IDs. It shows what a
 * destination consists of, and that it needs no change of the product.
 */
public final class NotesType
    extends RestDestinationType<NotesApi, NotesType.Options, NotesType.Decision> {
  static final String NAME = "notes";

  private static final Option<String> NOTEBOOK =
      Option.required("notebook", "the notebook")
          .says("The notebook; its notes are found by the column `id`.")
          .example("ideas");

  private static final Option<String> ACCOUNT =
      Option.text("account", NAME)
          .says("The account of application.properties: `account.NAME.url` and `token`.")
          .example("notes-of-sales");

  /** What a route says. */
  record Options(String account, String notebook) {}

  /** What a run has decided. */
  record Decision(String account, String target, String notebook)
      implements io.writeback.destination.rest.Decision {}

  public NotesType() {
    super(Decision.class, ACCOUNT, NotesAccount.KEYS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RouteStep step() {
    return new RouteStep(
        "notes-sink",
        RouteStep.Kind.SINK,
        "Notes",
        "Updates the texts of notes.",
        "writeback:send/" + NAME,
        List.of(NOTEBOOK, ACCOUNT));
  }

  @Override
  public List<Discovery.Usage> discoveryUsage() {
    return List.of(new Discovery.Usage("", "the notebooks"));
  }

  @Override
  protected Optional<Discovery> discovery(Function<String, NotesApi> accounts) {
    return Optional.of(new NotesDiscovery(accounts));
  }

  @Override
  protected NotesApi api(String name, Settings keys, NetworkPath path, Resources resources) {
    NotesAccount account = NotesAccount.of(name, keys);
    return new NotesApi(
        account,
        resources.http(),
        new FixedHeader("Authorization", Secret.of("Bearer " + account.token().reveal())));
  }

  @Override
  protected Options options(Settings options, int limit) {
    return new Options(ACCOUNT.in(options), NOTEBOOK.in(options));
  }

  @Override
  protected Destination destination(NotesApi api, Options options) {
    return new NotesDestination(api, options);
  }

  @Override
  protected Plan plan(NotesApi api, Decision decision, Snapshot snapshot) {
    return new NotesPlan(api, decision);
  }
}
