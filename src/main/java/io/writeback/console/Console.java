package io.writeback.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import io.writeback.api.ApiSettings;
import io.writeback.api.Site;
import io.writeback.console.ConsoleSettings.Role;
import io.writeback.engine.RunControl;
import io.writeback.ledger.Ledger;
import io.writeback.ledger.LedgerException;
import io.writeback.ledger.RunEntry;
import io.writeback.ledger.RunSummary;
import io.writeback.problem.Code;
import io.writeback.problem.Visible;
import io.writeback.problem.WritebackException;
import io.writeback.process.FatalErrors;
import io.writeback.run.Downloads;
import io.writeback.run.RunFiles;
import io.writeback.view.RunViews;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of the server: what there is, what ran and runs, and what an operator can do about it.
 *
 * <p>Every page is made whole on the server and reads without JavaScript; an action is a form that
 * says first what it will do. The ledger is read by a connection of its own, so that no run waits
 * for a person who looks.
 */
public final class Console implements Site {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final int WARM_UPS = 3;
  private static final int MOST_FORM_BYTES = 256 * 1024;

  /** Nothing from elsewhere, nothing inline, in no frame, and forms only to ourselves. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final Pages pages;
  private final Actions actions;
  private final Hosts hosts;
  private final Download download;
  private final Access access;
  private final String address;
  private final boolean secure;
  private final InstantSource clock;
  private final Assets assets = new Assets();
  private final TemplateEngine templates = templates();

  /**
   * @param api where it is served
   * @param ledger read by no run
   * @param hosts what was seen of them
   * @param downloads where files are that are being sent
   */
  public Console(
      ConsoleSettings settings,
      ApiSettings api,
      Ledger ledger,
      RunViews views,
      Catalogue catalogue,
      RunControl control,
      Hosts hosts,
      Downloads downloads,
      InstantSource clock) {
    this.hosts = hosts;
    this.clock = clock;
    this.secure = api.tls().isPresent() || settings.behindProxy();
    this.address = api.address();
    this.access = new Access(settings, api.host(), secure, clock);
    this.pages =
        new Pages(
            ledger,
            views,
            catalogue,
            clock,
            run -> control.isExecuting(run),
            settings.showValues());
    this.actions = new Actions(ledger, control, pages);
    this.download = new Download(downloads, views, ledger, settings.showValues());
  }

  /** Loads what pages need before anybody is let in, so that the first visitor does not wait. */
  private void warmUp() {
    Visitor nobody = new Visitor(null, ConsoleSettings.Role.VIEWER, "");
    try {
      for (int i = 0; i < WARM_UPS; i++) {
        rendered("writebacks", frame("", "", nobody), pages.writebacks());
      }
    } catch (LedgerException e) {
      // Whoever asks then is told.
      LOG.debug("the console is not warm: {}", e.getMessage());
    }
  }

  /** Those of {@code src/main/jte}, as the build made classes of them. */
  static TemplateEngine templates() {
    return TemplateEngine.createPrecompiled(
        null, ContentType.Html, Console.class.getClassLoader(), "io.writeback.console.pages");
  }

  @Override
  public void mount(Router router, Host host) {
    router.route().handler(this::protect).failureHandler(this::failed);
    router.get("/assets/:file").handler(this::asset);
    router.route().handler(BodyHandler.create(false).setBodyLimit(MOST_FORM_BYTES));
    router
        .route()
        .handler(
            request -> {
              host.brought(request);
              request.next();
            });
    new Served(router, host).mount();
    warmUp();
    router
        .route()
        .handler(
            request -> say(request, 404, "There is no such page", "", request.normalizedPath()));
  }

  private void protect(RoutingContext request) {
    HttpServerResponse response = request.response();
    response.putHeader("Content-Security-Policy", POLICY);
    response.putHeader("X-Content-Type-Options", "nosniff");
    response.putHeader("Referrer-Policy", "same-origin");
    response.putHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.putHeader("Cross-Origin-Resource-Policy", "same-origin");
    response.putHeader("Cache-Control", "no-store");
    if (secure) {
      response.putHeader("Strict-Transport-Security", "max-age=31536000");
    }
    if (Forms.isPulledElsewhere(request.request())) {
      say(
          request,
          403,
          "Not from another site",
          "",
          "Another site may link to a page of the console, and nothing else.");
    } else if (!access.isAddressedRight(request.request())) {
      say(
          request,
          421,
          "Another name",
          "",
          access.isClosed()
              ? "The console does not know itself by this name. If it is the one under which"
                  + " visitors reach the proxy, add it to console.proxy-names."
              : "This console is for this machine alone: open it as "
                  + address
                  + "/, or add users (console.user.NAME) to let others in.");
    } else {
      request.next();
    }
  }

  private void asset(RoutingContext request) {
    Optional<Assets.Asset> file = assets.find(request.pathParam("file"));
    if (file.isEmpty()) {
      request.next();
      return;
    }
    request
        .response()
        .putHeader("Content-Type", file.get().type())
        .putHeader("Cache-Control", "public, max-age=31536000, immutable")
        .end(Buffer.buffer(file.get().content()));
  }

  private void failed(RoutingContext request) {
    Throwable failure = request.failure();
    int status =
        failure instanceof HttpException http ? http.getStatusCode() : request.statusCode();
    if (request.response().ended() || request.response().headWritten()) {
      request.response().reset();
    } else if (failure instanceof WritebackException known) {
      say(request, 409, "That was not possible", known.code().id(), known.getMessage());
    } else if (failure instanceof LedgerException ledgerFailure) {
      say(
          request,
          503,
          "The ledger cannot be read",
          Code.LEDGER_FAILED.id(),
          ledgerFailure.getMessage());
    } else if (failure instanceof Site.Busy) {
      request.response().putHeader("Retry-After", "5");
      say(
          request,
          503,
          "Too much at once",
          "",
          "The console has too many requests in progress: nothing was done about this one. Reload"
              + " the page in a few seconds.");
    } else if (failure == null || failure instanceof HttpException) {
      say(request, Math.max(400, status), "That was not possible", "", "Nothing was done.");
    } else {
      if (!FatalErrors.caught(failure)) {
        LOG.error("a page of the console failed", failure);
      }
      say(request, 500, "An internal error", Code.INTERNAL.id(), "See the log of camel-writeback.");
    }
  }

  private void say(RoutingContext request, int status, String heading, String code, String text) {
    request.response().setStatusCode(status);
    show(
        request,
        "message",
        frame(heading, "", null),
        new MessagePage(heading, code, Visible.line(text)));
  }

  private Frame frame(String title, String section, Visitor visitor) {
    return new Frame(title, section, visitor, access.hasLogin(), clock.instant(), assets);
  }

  private String rendered(String template, Frame frame, Object page) {
    StringOutput out = new StringOutput();
    templates.render(
        template + ".jte",
        page == null ? Map.of("frame", frame) : Map.of("frame", frame, "page", page),
        out);
    return out.toString();
  }

  private void show(RoutingContext request, String template, Frame frame, Object page) {
    request
        .response()
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .end(rendered(template, frame, page));
  }

  private static void redirect(RoutingContext request, String to) {
    request.response().setStatusCode(303).putHeader("Location", to).end();
  }

  private static String parameter(RoutingContext request, String name) {
    return Optional.ofNullable(request.queryParams().get(name)).orElse("");
  }

  private static String field(RoutingContext request, String name) {
    return Optional.ofNullable(request.request().getFormAttribute(name)).orElse("");
  }

  /** The routes of the console on one server. */
  private final class Served {
    private final Router router;
    private final Host host;
    private final LivePage live;

    Served(Router router, Host host) {
      this.router = router;
      this.host = host;
      this.live = new LivePage(host, this::look);
    }

    void mount() {
      router.route("/login").handler(this::requireLogin);
      router.get("/login").handler(request -> login(request, parameter(request, "then"), "", 200));
      router.post("/login").handler(this::requireOurForm).handler(this::enter);
      router.post("/logout").handler(this::leave);
      router.route().handler(this::admit);
      router.post().handler(this::requireOurForm);

      page(
          "/",
          "writebacks",
          "writebacks",
          "Writebacks",
          request -> Optional.of(pages.writebacks()));
      page(
          "/writebacks/:name",
          "writeback",
          "writebacks",
          "Writeback",
          request -> pages.writeback(request.pathParam("name")));
      page(
          "/runs",
          "runs",
          "runs",
          "Runs",
          request ->
              Optional.of(
                  pages.runs(
                      parameter(request, "writeback"),
                      parameter(request, "state"),
                      parameter(request, "before"))));
      page("/runs/:run", "run", "runs", "Run", request -> pages.run(request.pathParam("run")));
      page("/runs/:run/rejects", "rejects", "runs", "Rejects", this::rejects);
      page("/runs/:run/changes", "runChanges", "runs", "Changes of run", this::changes);
      page(
          "/why",
          "why",
          "why",
          "Why",
          request ->
              Optional.of(
                  pages.why(
                      parameter(request, "object").strip(),
                      parameter(request, "id").strip(),
                      parameter(request, "field").strip())));
      page("/accounts", "accounts", "accounts", "Accounts", request -> Optional.of(hosts.page()));
      page("/schedules", "schedules", "schedules", "Schedules", this::schedules);
      file("rejects", download::rejects);
      file("changes", download::changes);
      // Values of a match field are keys, which pages show too.
      file("created", download.objects(RunFiles::created));
      file("prepared", download.objects(RunFiles::prepared));
      file("gone", download.objects(download::gone));
      router.get("/runs/:run/live").handler(this::follow);

      for (RunStart start : RunStart.values()) {
        confirmed(
            "/writebacks/:name/" + start.path(),
            request -> question(request, start),
            request -> started(request, start));
      }
      for (RunAction action : RunAction.values()) {
        confirmed(
            "/runs/:run/" + action.path(),
            request -> question(request, action),
            request -> done(request, action));
      }
    }

    /** Where nobody logs in, there is no page for it. */
    private void requireLogin(RoutingContext request) {
      if (access.hasLogin()) {
        request.next();
      } else {
        redirect(request, "/");
      }
    }

    private void requireOurForm(RoutingContext request) {
      if (access.isOurForm(request)) {
        request.next();
      } else {
        say(
            request,
            403,
            "This form is not valid any more",
            "",
            "It is from before a login, a logout or a restart of the server, or this browser sends no"
                + " cookies. Sending it now did nothing; if you sent it before, see under Runs what"
                + " that did. Open the page again to send it again.");
      }
    }

    private void admit(RoutingContext request) {
      Optional<Visitor> visitor = access.visitor(request);
      if (visitor.isPresent()) {
        request.put("visitor", visitor.get());
        request.next();
      } else if (access.isBesideProxy(request.request())) {
        say(
            request,
            403,
            "Come through the proxy",
            "",
            "A reverse proxy logs visitors in, and names them in a header"
                + " (console.proxy-user-header). This request came without it, or not from"
                + " console.proxy-address.");
      } else if (isStream(request)) {
        say(request, 401, "Log in", "", "The session has ended.");
      } else {
        redirect(request, Access.loginFor(request.request()));
      }
    }

    /** A script asks, and would not see the login that it is led to. */
    private static boolean isStream(RoutingContext request) {
      return "text/event-stream".equals(request.request().getHeader("Accept"));
    }

    /** Does work that may block, and gives its result to {@code then}. */
    private <T> void work(RoutingContext request, Callable<T> work, Consumer<T> then) {
      host.work(work)
          .onComplete(
              done -> {
                if (done.failed()) {
                  request.fail(done.cause());
                  return;
                }
                try {
                  then.accept(done.result());
                } catch (RuntimeException e) {
                  request.fail(e);
                }
              });
    }

    private Visitor visitor(RoutingContext request) {
      return request.get("visitor");
    }

    /** What makes a page; empty if there is none. */
    private interface Maker {
      Optional<?> make(RoutingContext request);
    }

    private void page(String path, String template, String section, String title, Maker maker) {
      router
          .get(path)
          .handler(
              request ->
                  work(
                      request,
                      () ->
                          maker
                              .make(request)
                              .map(
                                  page ->
                                      rendered(
                                          template,
                                          frame(titled(title, request), section, visitor(request)),
                                          page)),
                      made -> {
                        if (made.isPresent()) {
                          request
                              .response()
                              .putHeader("Content-Type", "text/html; charset=utf-8")
                              .end(made.get());
                        } else {
                          request.next();
                        }
                      }));
    }

    private static String titled(String title, RoutingContext request) {
      return request.pathParams().isEmpty()
          ? title
          : title + " " + request.pathParams().values().iterator().next();
    }

    /** A page that says what an action will do, and the action. */
    private void confirmed(String path, Maker question, Doing action) {
      router
          .get(path)
          .handler(
              request -> {
                request.put("visitor", access.withToken(request, visitor(request)));
                request.next();
              });
      page(
          path,
          "confirm",
          "",
          "Confirm",
          request -> visitor(request).isOperator() ? question.make(request) : Optional.empty());
      router
          .post(path)
          .handler(
              request -> {
                if (!visitor(request).isOperator()) {
                  say(request, 403, "Operators only", "", "A viewer starts and stops nothing.");
                  return;
                }
                work(request, () -> action.call(request), to -> redirect(request, to));
              });
    }

    /** Does something, and says where to go then. */
    private interface Doing {
      String call(RoutingContext request) throws Exception;
    }

    private Optional<ConfirmPage> question(RoutingContext request, RunStart start) {
      return pages
          .catalogue()
          .find(request.pathParam("name"))
          .map(
              writeback ->
                  Confirmations.run(
                      start,
                      writeback,
                      pages.last(writeback.name()).orElse(null),
                      pages.unfinished(writeback.name())));
    }

    private String started(RoutingContext request, RunStart start) {
      String name = request.pathParam("name");
      Catalogue.Writeback writeback =
          pages
              .catalogue()
              .find(name)
              .orElseThrow(
                  () ->
                      new WritebackException(
                          Code.UNKNOWN_WRITEBACK, "there is no writeback " + name));
      return "/runs/" + actions.run(start, writeback.name(), visitor(request));
    }

    private Optional<ConfirmPage> question(RoutingContext request, RunAction action) {
      return pages
          .summary(request.pathParam("run"))
          .map(RunSummary::run)
          .map(
              run -> {
                if (!pages.actions(run).contains(action)) {
                  throw Actions.late(run);
                }
                RunChanges changes = pages.changes().of(run);
                return Confirmations.of(
                    action,
                    run,
                    pages.openRejects(run.id()),
                    changes == null ? null : changes.planned(),
                    selected(request.queryParams(), run));
              });
    }

    private String done(RoutingContext request, RunAction action) {
      String id = request.pathParam("run");
      RunEntry run =
          pages
              .summary(id)
              .map(RunSummary::run)
              .orElseThrow(() -> new WritebackException(Code.UNKNOWN_RUN, "there is no run " + id));
      BitSet rows = selected(request.request().formAttributes(), run);
      return "/runs/" + actions.act(action, run, rows, visitor(request));
    }

    /** The rejects that were selected; null if all are meant. */
    private static BitSet selected(MultiMap fields, RunEntry run) {
      if (!"selected".equals(fields.get("scope"))) {
        return null;
      }
      BitSet rows = new BitSet();
      long last = run.snapshotRows() == null ? 0 : run.snapshotRows();
      fields.getAll("row").stream()
          .filter(row -> row.matches("\\d{1,9}"))
          .mapToInt(Integer::parseInt)
          .filter(row -> row <= last)
          .forEach(rows::set);
      if (rows.isEmpty()) {
        throw new WritebackException(
            Code.BAD_VALUE, "no row was selected: go back and select some, or replay all");
      }
      return rows;
    }

    private Optional<RejectsPage> rejects(RoutingContext request) {
      return pages.rejects(
          request.pathParam("run"),
          parameter(request, "all").equals("true"),
          parameter(request, "code"),
          parameter(request, "column"),
          number(request, "cause"),
          parameter(request, "text"),
          number(request, "after"));
    }

    private Optional<ChangesPage> changes(RoutingContext request) {
      return pages
          .summary(request.pathParam("run"))
          .flatMap(
              run ->
                  pages
                      .changes()
                      .page(
                          run,
                          new ChangePages.Asked(
                              parameter(request, "field"),
                              parameter(request, "kind"),
                              parameter(request, "least"),
                              parameter(request, "key"),
                              number(request, "passed"))));
    }

    private static long number(RoutingContext request, String name) {
      String text = parameter(request, name);
      return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private Optional<SchedulesPage> schedules(RoutingContext request) {
      try {
        String from = parameter(request, "from");
        String zone = parameter(request, "zone");
        return Optional.of(
            pages
                .weeks()
                .page(
                    from.isEmpty() ? null : LocalDate.parse(from),
                    zone.isEmpty() ? null : ZoneId.of(zone)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    /** A part of a run that is sent as a file. */
    private void file(String part, Function<String, Path> written) {
      router
          .get("/runs/:run/" + part + ".csv")
          .handler(
              request -> {
                if (host.keep(request)) {
                  send(request, part, written);
                } else {
                  request.fail(new Site.Busy());
                }
              });
    }

    private void send(RoutingContext request, String part, Function<String, Path> written) {
      String run = request.pathParam("run");
      work(
          request,
          () -> pages.summary(run).map(summary -> written.apply(run)),
          file ->
              file.ifPresentOrElse(
                  there ->
                      Download.send(
                          host.vertx(), request.response(), there, part + "-" + run + ".csv"),
                  request::next));
    }

    private void follow(RoutingContext request) {
      if (host.keep(request)) {
        live.follow(
            request,
            request.pathParam("run"),
            visitor(request).role(),
            () -> access.isStillIn(request));
      } else {
        request.fail(new Site.Busy());
      }
    }

    private LivePage.Look look(String run, Role role) {
      RunPage page = pages.run(run).orElse(null);
      Frame frame = frame("", "", new Visitor(null, role, ""));
      return page == null
          ? new LivePage.Look("", "", "", true)
          : new LivePage.Look(
              rendered("runHead", frame, page),
              rendered("runBody", frame, page),
              rendered("runAsOf", frame, null),
              !page.isLive());
    }

    private void login(RoutingContext request, String then, String problem, int status) {
      request.response().setStatusCode(status);
      show(
          request,
          "login",
          frame("Log in", "", null),
          new LoginPage(access.loginToken(request), Access.pageOf(then), problem));
    }

    private void enter(RoutingContext request) {
      String name = field(request, "user");
      String password = field(request, "password");
      String address = request.request().remoteAddress().hostAddress();
      work(
          request,
          () -> access.check(name, password, address),
          checked -> {
            switch (checked) {
              case DONE -> {
                access.enter(request, name);
                redirect(request, Access.pageOf(field(request, "then")));
              }
              case WRONG ->
                  login(request, field(request, "then"), "The name or the password is wrong.", 401);
              case LATER ->
                  login(
                      request,
                      field(request, "then"),
                      "Too many attempts failed: try again in a minute.",
                      429);
            }
          });
    }

    private void leave(RoutingContext request) {
      if (access.isStillIn(request) && !access.isOurForm(request)) {
        requireOurForm(request);
        return;
      }
      access.leave(request);
      redirect(request, "/login");
    }
  }
}
