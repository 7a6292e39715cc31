package io.writeback.destination.workiva;

import io.writeback.auth.ExtraHeader;
import io.writeback.auth.FixedLogin;
import io.writeback.auth.Login;
import io.writeback.auth.TokenEndpoint;
import io.writeback.auth.TokenHeader;
import io.writeback.config.RouteStep;
import io.writeback.config.Settings;
import io.writeback.dataset.Snapshot;
import io.writeback.destination.Destination;
import io.writeback.destination.Plan;
import io.writeback.destination.Resources;
import io.writeback.destination.rest.RestDestinationType;
import io.writeback.discovery.Discovery;
import io.writeback.http.HttpRequest;
import io.writeback.http.NetworkPath;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Workiva as a destination. */
public final class WorkivaType
    extends RestDestinationType<WorkivaApi, WorkivaOptions, WorkivaDecision> {
  static final String NAME = "workiva";

  private static final Pattern ROW =
      Pattern.compile("(?:row +|\\$?[A-Z]{1,3}\\$?)?([1-9]\\d{0,8})", Pattern.CASE_INSENSITIVE);

  public WorkivaType() {
    super(WorkivaDecision.class, WorkivaOptions.ACCOUNT, WorkivaAccount.KEYS);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public RouteStep step() {
    return new RouteStep(
        "workiva-region-sink",
        RouteStep.Kind.SINK,
        "Workiva region",
        "Writes a DataSet into a region of a sheet of a Workiva spreadsheet, checks all of it"
            + " beforehand, and reads back what was written.",
        "writeback:send/" + NAME,
        WorkivaOptions.ALL);
  }

  @Override
  public List<Discovery.Usage> discoveryUsage() {
    return List.of(
        new Discovery.Usage("", "the spreadsheets"),
        new Discovery.Usage(
            "SPREADSHEET", "its sheets; SPREADSHEET is an id or the address of its page"));
  }

  /** A record is a row of the sheet, of which a cell or its number is enough. */
  @Override
  public Optional<String> key(String target, String name) {
    Matcher row = ROW.matcher(name.strip());
    return row.matches() ? Optional.of("row " + row.group(1)) : Optional.empty();
  }

  @Override
  public String keyForm() {
    return "a cell or a row, such as B7 or 7";
  }

  @Override
  protected Optional<Discovery> discovery(Function<String, WorkivaApi> accounts) {
    return Optional.of(new WorkivaDiscovery(account -> new Sheets(accounts.apply(account))));
  }

  @Override
  protected WorkivaApi api(String name, Settings keys, NetworkPath path, Resources resources) {
    WorkivaAccount account = WorkivaAccount.of(name, keys);
    return new WorkivaApi(
        account,
        resources.http(),
        new ExtraHeader(
            new TokenHeader("Authorization", login(account, resources), resources.clock()),
            WorkivaApi.VERSION_HEADER,
            WorkivaApi.VERSION));
  }

  /**
   * Exchanges id and secret of an API grant for a token (Workiva API 2026-01-01, authentication: a
   * token lives for 599 seconds).
   */
  private static FixedLogin login(WorkivaAccount account, Resources resources) {
    URI uri = URI.create(account.url() + "/oauth2/token");
    Map<String, String> form = new TreeMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", account.clientId());
    form.put("client_secret", account.clientSecret().reveal());
    return FixedLogin.bearer(
        new TokenEndpoint(
            resources.http(),
            new Login(
                "Workiva",
                uri,
                account.key("url"),
                account.credentialKeys(),
                "The grant may have expired, or not allow this machine's address",
                false,
                Code.DESTINATION_LOGIN,
                Code.LOGIN_UNAVAILABLE)),
        HttpRequest.form("POST", uri, form)
            .withHeader(WorkivaApi.VERSION_HEADER, WorkivaApi.VERSION),
        List.of(account.clientSecret()),
        resources.clock(),
        Duration.ofSeconds(599));
  }

  @Override
  protected WorkivaOptions options(Settings options, int limit) {
    return WorkivaOptions.of(options);
  }

  @Override
  protected Destination destination(WorkivaApi api, WorkivaOptions options) {
    return new WorkivaDestination(api, options);
  }

  @Override
  protected Plan plan(WorkivaApi api, WorkivaDecision decision, Snapshot snapshot) {
    int columns = snapshot.schema().size();
    if (!decision.data().isEmpty() && decision.data().width() != columns) {
      throw new WritebackException(
          Code.BAD_HEADER,
          "the snapshot has %d columns, but the run was planned for %d"
              .formatted(columns, decision.data().width()));
    }
    return new WorkivaPlan(api, decision, snapshot.schema(), true);
  }
}
