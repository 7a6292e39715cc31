package io.writeback.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.writeback.TestPorts;
import io.writeback.camel.WritebackMain;
import io.writeback.cli.Home;
import io.writeback.console.Browser;
import io.writeback.engine.EventLog;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunState;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as an operator uses it: a real browser on a real server. */
@Timeout(180)
final class ConsoleTest {
  /** Where the pictures of docs/console.md are written: -Dconsole.pictures=docs/images. */
  private static final String PICTURES = System.getProperty("console.pictures", "");

  private static final int BAD = 3;
  private static final int ROWS = 2_000;

  @RegisterExtension private static final Home home = new Home();
  private static Sandbox sandbox;
  private static WritebackMain server;
  private static Browser browser;
  private static String base;

  /** A run with rejects, which no test changes. */
  private static String seen;

  /** A run that created objects and cleared some, and whose results have no place. */
  private static String objects;

  /** A run that waits for approval, which no test gives it. */
  private static String planned;

  @BeforeAll
  static void start() throws Exception {
    browser = Browser.open();
    sandbox = home.sandbox(Home.EMPTY);
    int port = TestPorts.unused();
    base = "http://127.0.0.1:" + port;
    home.set("console.enabled", "true")
        .set("console.show-values", "true")
        .set("api.port", Integer.toString(port))
        .set("account.workfront.max-concurrency", "1");
    home.csvToWorkfront("plans", "plans.csv");
    home.csvToWorkfront("long", "long.csv");
    home.csvToWorkfront("budgets", "budgets.csv");
    home.file(
        "routes/plans-nightly.camel.yaml",
        """
        - route:
            id: plans-nightly
            from:
              uri: quartz:writeback/plans
              parameters:
                cron: "0 30 2 * * ?"
                trigger.timeZone: Europe/Vienna
              steps:
                - to: kamelet:writeback-run-action?writeback=plans
        """);
    rows("plans.csv", 50, BAD);
    rows("long.csv", ROWS, 0);
    rows("budgets.csv", 120, 0);
    home.csvToWorkfront(
        "objects",
        "objects.csv",
        "matchBy: Name",
        "onMissing: create",
        "onGone: clear",
        "goneFields: Description",
        "maxGone: \"100%\"",
        "approval: never",
        // A file in the place of a folder.
        "results: csv:objects.csv");
    home.file("objects.csv", "Name,Description\nA,a\nB,b\nC,c\nD,d\nE,e\n");
    server = new WritebackMain(home.configuration(), new EventLog(), InstantSource.system());
    home.closing(
        () -> {
          server.end().request("stopped by the test");
          server.close();
        });
    server.startAll();
    String first = server.control().accept("objects", false, false).id();
    await().until(() -> entry(first).state().ended());
    home.file("objects.csv", "Name,Description\nC,c\nD,d\nE,e\nF,f\nG,g\n");
    objects = server.control().accept("objects", false, false).id();
    await().until(() -> entry(objects).state() == RunState.COMPLETE);
    await()
        .until(
            () -> ledger().results().of(objects).stream().allMatch(one -> one.failure() != null));
    seen = server.control().accept("plans", false, false).id();
    planned = server.control().plan("budgets").id();
    await().until(() -> entry(seen).state().ended() && entry(planned).waitsForApproval());
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  /** Objects and rows for them; the first of them do not exist. */
  private static void rows(String file, int count, int missing) {
    StringBuilder csv = new StringBuilder("ID,Name\n");
    for (int row = 1; row <= count; row++) {
      String id = "%032x".formatted(file.hashCode() * 100_000L + row);
      if (row > missing) {
        sandbox.putObject("PROJ", Map.of("ID", id, "name", "old"));
      }
      csv.append(id).append(",Plan ").append(row).append('\n');
    }
    home.file(file, csv.toString());
  }

  private static Ledger ledger() {
    return server.engine().ledger();
  }

  private static RunEntry entry(String run) {
    return ledger().history().find(run).orElseThrow();
  }

  private static Page open(String path) {
    Page page = browser.desktop(ColorScheme.LIGHT);
    page.navigate(base + path);
    return page;
  }

  /** The next run is in the middle of its rows for so long that a person can look at it. */
  private static void hold() {
    sandbox.faults().clear();
    sandbox.faults().add(Fault.delay(Duration.ofSeconds(10)).onMethod("PUT").nth(10));
  }

  private static Locator link(Page page, String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private static String runOf(Page page) {
    page.waitForURL(Pattern.compile(".*/runs/[0-9a-f-]+$"));
    return page.url().replaceFirst(".*/", "");
  }

  /** All pages, in the order in which docs/console.md shows them. */
  private enum Shown {
    WRITEBACKS("/"),
    WRITEBACK("/writebacks/plans"),
    RUN("/runs/RUN"),
    REJECTS("/runs/RUN/rejects"),
    SCHEDULES("/schedules"),
    CHANGES("/runs/PLAN/changes"),
    WAITING("/runs/PLAN"),
    OBJECTS("/runs/OBJECTS"),
    APPROVE("/runs/PLAN/approve"),
    REPLAY("/runs/RUN/replay"),
    RUNS("/runs"),
    ACCOUNTS("/accounts"),
    NOTHING("/no-such-page");

    private final String path;

    Shown(String path) {
      this.path = path;
    }

    String path() {
      return path.replace("RUN", seen).replace("PLAN", planned).replace("OBJECTS", objects);
    }
  }

  @ParameterizedTest
  @EnumSource(Shown.class)
  void no_page_has_a_finding_of_axe_a_message_in_the_console_or_a_wide_phone(Shown shown)
      throws Exception {
    for (Page page :
        List.of(
            browser.desktop(ColorScheme.LIGHT),
            browser.desktop(ColorScheme.DARK),
            browser.phone())) {
      List<String> messages = new ArrayList<>();
      page.onConsoleMessage(message -> messages.add(message.text()));
      page.onPageError(messages::add);
      page.navigate(base + shown.path());
      if (shown == Shown.WRITEBACK) {
        assertThat(page.locator("table").first()).isVisible();
      }

      AxeResults axe = new AxeBuilder(page).analyze();

      assertThat(axe.getViolations()).as("axe-core on " + shown.path()).isEmpty();
      assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
          .as("as wide as its window")
          .isLessThanOrEqualTo(page.viewportSize().width);
      assertThat(messages)
          .as("messages in the browser's console")
          .allMatch(text -> shown == Shown.NOTHING && text.contains("404"));
      picture(page, shown);
      page.context().close();
    }
  }

  private static void picture(Page page, Shown shown) {
    boolean dark = (boolean) page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches");
    if (!PICTURES.isEmpty()
        && page.viewportSize().width > 1_000
        && (dark ? EnumSet.of(Shown.RUN) : EnumSet.range(Shown.WRITEBACKS, Shown.SCHEDULES))
            .contains(shown)) {
      picture(page, shown.name().toLowerCase(Locale.ROOT) + (dark ? "-dark" : ""));
    }
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of(PICTURES, name + ".png")).setFullPage(true));
  }

  @Test
  void the_first_page_says_what_ran_and_what_runs_next() {
    Page page = open("/");

    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("plans"));
    assertThat(row.first()).containsText("by plans-nightly");
    assertThat(page.locator("table a[href='/writebacks/plans']")).isVisible();
    assertThat(page.locator("svg.trend rect").first()).isVisible();
  }

  @Test
  void the_counts_of_a_run_are_a_bar_that_adds_up() {
    Page page = open("/runs/" + seen);

    assertThat(page.locator("h2#rows")).hasText("50 rows");
    assertThat(page.locator(".legend")).containsText("confirmed 47");
    assertThat(page.locator(".legend")).containsText("rejected 3");
    double width =
        page.locator("svg.bar rect")
                    .evaluateAll("all => all.reduce((sum, r) => sum + r.width.baseVal.value, 0)")
                instanceof Number number
            ? number.doubleValue()
            : 0;
    assertThat(width).isBetween(999.0, 1_001.0);
  }

  @Test
  void an_operator_runs_a_writeback_now_and_sees_it_progress_without_touching_the_page() {
    hold();
    Page page = open("/writebacks/long");
    link(page, "Run now").click();
    assertThat(page.locator("main")).containsText("Values in the destination are overwritten.");
    button(page, "Run now").click();
    String run = runOf(page);

    assertThat(page.getByRole(AriaRole.STATUS)).containsText(Pattern.compile("rows done"));
    if (!PICTURES.isEmpty()) {
      assertThat(page.locator(".legend")).containsText("confirmed 900");
      picture(page, "live");
    }
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("complete");
    assertThat(page.locator(".legend")).containsText("confirmed 2,000");
    assertThat(page.locator("dl")).containsText("the console");
    assertThat(entry(run).state()).isEqualTo(RunState.COMPLETE);
  }

  @Test
  void a_page_that_follows_keeps_the_focus_and_says_as_of_when_it_is() {
    hold();
    Page page = open("/writebacks/long/full-run");
    button(page, "Send every row").click();
    String run = runOf(page);
    link(page, "Pause").focus();
    String before = page.locator("[sse-swap=as-of]").innerText();

    assertThat(page.locator("[sse-swap=as-of]")).not().hasText(before);
    assertThat(page.locator("[sse-swap=as-of]")).containsText("As of");
    assertThat(page.locator(":focus")).hasText("Pause");
    assertThat(page.locator("[data-broken]")).isHidden();
    await().until(() -> entry(run).state().ended());
  }

  @Test
  void a_page_whose_stream_breaks_says_that_it_is_not_live_any_more() {
    hold();
    Page page = open("/writebacks/long/full-run");
    page.route("**/live", Route::abort);
    button(page, "Send every row").click();
    String run = runOf(page);

    assertThat(page.locator("[data-broken]")).isVisible();
    assertThat(page.locator("[data-broken]")).containsText("not live any more");

    page.unroute("**/live");
    assertThat(page.locator("[data-broken]")).isHidden();
    await().until(() -> entry(run).state().ended());
  }

  @Test
  void a_double_click_is_one_run() {
    int before = ledger().history().list("plans", EnumSet.allOf(RunState.class), 1_000).size();
    Page page = open("/writebacks/plans/full-run");
    button(page, "Send every row").dblclick();
    String run = runOf(page);

    assertThat(ledger().history().list("plans", EnumSet.allOf(RunState.class), 1_000))
        .hasSize(before + 1);
    page.goBack();
    assertThat(button(page, "Send every row")).isEnabled();
    await().until(() -> entry(run).state().ended());
  }

  @Test
  void an_operator_pauses_a_run_resumes_it_and_cancels_another_one() {
    hold();
    Page page = open("/writebacks/long/full-run");
    button(page, "Send every row").click();
    String run = runOf(page);
    link(page, "Pause").click();
    button(page, "Pause").click();
    await().until(() -> entry(run).state() == RunState.PAUSED);
    page.navigate(base + "/runs/" + run);
    assertThat(page.locator("main")).containsText("requested, until a person resumes it");
    Page first = open("/");
    assertThat(first.locator(".attention")).containsText("long");

    link(page, "Resume").click();
    button(page, "Resume").click();
    await().until(() -> entry(run).state() == RunState.COMPLETE);
    assertThat(ledger().batches().totals(run).tally().confirmed()).isEqualTo(ROWS);

    hold();
    page.navigate(base + "/writebacks/long/run");
    button(page, "Run now").click();
    String other = runOf(page);
    link(page, "Cancel").click();
    button(page, "Cancel the run").click();
    await().until(() -> entry(other).state() == RunState.CANCELLED);
  }

  @Test
  void selected_rejects_are_replayed_and_only_these() {
    String run = server.control().accept("plans", true, false).id();
    await().until(() -> entry(run).state().ended());
    Page page = open("/runs/" + run + "/rejects");
    page.getByLabel("Row 2", new Page.GetByLabelOptions().setExact(true)).check();
    button(page, "Replay the selected ones").click();
    assertThat(page.locator("main")).containsText("Sends 1 selected reject again");
    button(page, "Replay").click();
    String replay = runOf(page);

    await().until(() -> entry(replay).state().ended());
    assertThat(entry(replay).parent()).isEqualTo(run);
    page.navigate(base + "/runs/" + run + "/rejects");
    page.getByLabel("Row 2", new Page.GetByLabelOptions().setExact(true)).check();
    button(page, "Replay the selected ones").click();
    button(page, "Replay").click();
    assertThat(page.locator("main")).containsText("nothing was sent now");
    page.navigate(base + "/runs/" + run + "/rejects");
    button(page, "Replay the selected ones").click();
    assertThat(page.locator("main")).containsText("no row was selected");
    assertThat(entry(replay).snapshotRows()).isEqualTo(1);
  }

  @Test
  void rejects_are_filtered_and_downloaded() throws Exception {
    Page page = open("/runs/" + seen + "/rejects");
    assertThat(page.locator("#rejects tbody tr")).hasCount(BAD);

    page.getByLabel("Text").fill("%032x".formatted("plans.csv".hashCode() * 100_000L + 2));
    button(page, "Filter").click();

    assertThat(page.locator("#rejects tbody tr")).hasCount(1);
    Download download = page.waitForDownload(() -> link(page, "Download as CSV").click());
    assertThat(Files.readAllLines(download.path())).hasSize(BAD + 1);
    assertThat(Files.readAllLines(download.path()).get(0)).contains("_wb_reason");
  }

  @Test
  void changes_are_filtered_as_they_are_chosen_and_downloaded() throws Exception {
    Page page = open("/runs/" + planned + "/changes");
    assertThat(page.locator("#found tbody tr")).hasCount(100);
    link(page, "Next changes").click();
    assertThat(page.locator("#found tbody tr")).hasCount(20);

    page.locator("select[name=kind]").selectOption("to empty");
    assertThat(page.locator("#found")).containsText("No change matches.");
    page.locator("select[name=kind]").selectOption("all");
    page.getByLabel("Key").fill("%032x".formatted("budgets.csv".hashCode() * 100_000L + 2));
    button(page, "Filter").click();
    assertThat(page.locator("#found tbody tr")).hasCount(1);

    Download download = page.waitForDownload(() -> link(page, "Download as CSV").click());
    assertThat(Files.readAllLines(download.path())).hasSize(121);
  }

  @Test
  void an_operator_plans_and_rejects_what_it_would_change() {
    Page page = open("/writebacks/budgets");
    link(page, "Plan").click();
    assertThat(page.locator("main")).containsText("until a person approves it");
    button(page, "Plan").click();
    String run = runOf(page);

    assertThat(page.getByRole(AriaRole.STATUS)).containsText("approves or rejects it");
    link(page, "What it would change").click();
    link(page, "Reject").click();
    button(page, "Reject the run").click();
    await().until(() -> entry(run).state() == RunState.CANCELLED);
    assertThat(page.locator("main")).containsText("rejected by the console");
  }

  @Test
  void everything_can_be_read_and_done_without_scripts() {
    Page page = browser.withoutScripts();
    page.navigate(base + "/runs/" + seen);
    assertThat(page.locator(".legend")).containsText("confirmed 47");
    page.navigate(base + "/runs/" + seen + "/rejects");
    page.getByLabel("Text").fill("nothing has this");
    button(page, "Filter").click();
    assertThat(page.locator("#rejects")).containsText("No reject matches.");

    page.navigate(base + "/writebacks/plans/run");
    button(page, "Run now").click();
    String run = runOf(page);
    await().until(() -> entry(run).state().ended());
  }

  @Test
  void the_keyboard_reaches_every_action() {
    Page page = open("/writebacks/plans");
    page.keyboard().press("Tab");
    assertThat(page.locator(":focus")).hasText("Skip to the content");
    for (int i = 0; i < 12; i++) {
      page.keyboard().press("Tab");
      if (page.locator(":focus").innerText().equals("Run now")) {
        page.keyboard().press("Enter");
        page.waitForURL(base + "/writebacks/plans/run");
        return;
      }
    }
    throw new AssertionError("the action is not reached");
  }

  @Test
  void the_week_shows_fires_in_their_zone() {
    Page page = open("/schedules");

    assertThat(page.locator(".week .day")).hasCount(7);
    assertThat(page.locator(".week")).containsText("02:30");
    page.navigate(base + "/schedules?from=2027-03-25&zone=Europe/Vienna");
    assertThat(page.locator(".note"))
        .containsText("Europe/Vienna sets its clocks ahead by 60 min on 2027-03-28");
  }

  @Test
  void runs_are_all_in_the_list_whatever_their_writeback() {
    Page page = open("/runs?writeback=plans&state=complete+with+rejects");

    List<String> shown = page.locator("tbody th").allInnerTexts();
    assertThat(shown).contains(seen);
    assertThat(ledger().history().list("plans", EnumSet.of(RunState.COMPLETE_WITH_REJECTS), 100))
        .extracting(run -> run.run().id())
        .containsAll(shown);
    assertThat(page.locator("tbody")).not().containsText("long");
  }

  @Test
  void a_run_is_one_page_for_a_mail_without_scripts_and_links() throws Exception {
    Path file = home.path("run.html");
    Home.Done done = home.run("show", seen, "--html", file.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();

    Page page = browser.desktop(ColorScheme.LIGHT);
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    page.navigate(file.toUri().toString());

    assertThat(page.locator(".legend")).containsText("rejected 3");
    assertThat(page.locator("svg.bar")).isVisible();
    assertThat(page.locator("a")).hasCount(0);
    assertThat(page.locator("script")).hasCount(0);
    assertThat(asked).as("it loads nothing").hasSize(1);
    assertThat(new AxeBuilder(page).analyze().getViolations()).isEmpty();
    assertThat(Files.size(file)).isLessThan(100_000);
  }

  @Test
  void the_accounts_say_what_was_seen_of_their_hosts() {
    Page page = open("/accounts");

    Locator row = page.locator("tr", new Page.LocatorOptions().setHasText("workfront"));
    assertThat(row).containsText("answers");
    assertThat(row).containsText("works");
    assertThat(row).containsText("1 of 1");
  }

  @Test
  void a_run_shows_the_objects_that_no_row_counts_and_what_results_wait_for() throws Exception {
    Page page = open("/runs/" + objects);

    assertThat(page.locator("section[aria-labelledby=objects]"))
        .hasText(Pattern.compile("Created\\s*2, created.csv\\s*Rows gone\\s*2 cleared, gone.csv"));
    assertThat(page.locator("section[aria-labelledby=results] tbody tr")).hasCount(2);
    assertThat(page.locator("section[aria-labelledby=results] tbody tr").first())
        .hasText(Pattern.compile("csv:objects.csv\\s*not delivered.*objects.csv", Pattern.DOTALL));
    for (String file : List.of("created", "gone")) {
      Download download = page.waitForDownload(() -> link(page, file + ".csv").click());
      assertThat(Files.readString(download.path()).lines()).as(file).hasSize(3);
    }
    page.context().close();
  }
}
