package io.writeback.console;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.writeback.api.Site;
import io.writeback.console.ConsoleSettings.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the parts of a run's page again when they have changed, until the run has ended.
 *
 * <p>There is one look at a run each second, however many follow it, and none while too much else
 * is in progress. Used on the event loop of its server alone.
 */
final class LivePage {
  private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);
  private static final long BETWEEN_LOOKS = 1_000;

  /**
   * A page at a time, in parts that are replaced each by itself.
   *
   * @param over whether it stays like this
   */
  record Look(String head, String body, String asOf, boolean over) {
    static final Look NONE = new Look("", "", "", false);
  }

  /** Makes looks, on a thread that may block. */
  interface Looks {
    Look at(String run, Role role) throws Exception;
  }

  private final Site.Host host;
  private final Looks looks;
  private final Map<Page, Followed> pages = new HashMap<>();

  /** What is the same for all who see it: an operator sees actions. */
  private record Page(String run, Role role) {}

  LivePage(Site.Host host, Looks looks) {
    this.host = host;
    this.looks = looks;
  }

  /**
   * Answers until the run or the visit ends.
   *
   * @param admitted whether the visitor may still see it
   */
  void follow(RoutingContext request, String run, Role role, BooleanSupplier admitted) {
    HttpServerResponse response = request.response();
    response.setChunked(true);
    response.putHeader("Content-Type", "text/event-stream");
    response.putHeader("X-Accel-Buffering", "no");
    response.write("retry: 2000\n\n");
    pages.computeIfAbsent(new Page(run, role), Followed::new).add(new Viewer(response, admitted));
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data.replace("\n", "\ndata: ") + "\n\n";
  }

  /** Someone who has a page open. */
  private static final class Viewer {
    private final HttpServerResponse response;
    private final BooleanSupplier admitted;
    private Look before = Look.NONE;

    Viewer(HttpServerResponse response, BooleanSupplier admitted) {
      this.response = response;
      this.admitted = admitted;
    }

    boolean isGone() {
      return response.closed() || response.ended();
    }

    /** One that does not take what it was sent gets the next look that it has room for. */
    void show(Look look) {
      if (isGone() || (response.writeQueueFull() && !look.over())) {
        return;
      }
      StringBuilder events = new StringBuilder();
      add(events, "head", before.head(), look.head());
      add(events, "run", before.body(), look.body());
      add(events, "as-of", before.asOf(), look.asOf());
      before = look;
      if (look.over()) {
        end(events.toString());
      } else {
        response.write(events.isEmpty() ? ": as before\n\n" : events.toString());
      }
    }

    private static void add(StringBuilder events, String name, String before, String now) {
      if (!now.equals(before)) {
        events.append(event(name, now));
      }
    }

    /** The browser reloads the page then, and asks no more. */
    void end(String events) {
      response.end(events + event("end", "over"));
    }

    /** The browser says that the page is not live, and asks again. */
    void cut() {
      if (!isGone()) {
        response.reset();
      }
    }
  }

  /** A page that a person follows. */
  private final class Followed {
    private final Page page;
    private final List<Viewer> viewers = new ArrayList<>();
    private final long timer;
    private boolean looking;

    Followed(Page page) {
      this.page = page;
      this.timer = host.vertx().setPeriodic(BETWEEN_LOOKS, each -> look());
    }

    void add(Viewer viewer) {
      viewers.add(viewer);
    }

    private void look() {
      viewers.stream()
          .filter(viewer -> !viewer.isGone() && !viewer.admitted.getAsBoolean())
          .forEach(viewer -> viewer.end(""));
      viewers.removeIf(Viewer::isGone);
      if (viewers.isEmpty()) {
        host.vertx().cancelTimer(timer);
        pages.remove(page);
      } else if (!looking) {
        looking = true;
        host.work(() -> looks.at(page.run(), page.role()))
            .onComplete(
                done -> {
                  looking = false;
                  if (done.succeeded()) {
                    viewers.forEach(viewer -> viewer.show(done.result()));
                  } else if (!(done.cause() instanceof Site.Busy)) {
                    LOG.debug("run {} cannot be followed: {}", page.run(), done.cause());
                    viewers.forEach(Viewer::cut);
                  }
                });
      }
    }
  }
}
