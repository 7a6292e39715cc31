// Charts, live pages, and forms that are sent once. Everything can be read without this file.
(function () {
  "use strict";

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  function draw(place) {
    var series = JSON.parse(place.dataset.series);
    if (!window.uPlot || series[0].length < 2) {
      return;
    }
    place.textContent = "";
    var lines = {stroke: colour("--line")};
    var axis = {stroke: colour("--text"), grid: lines, ticks: lines};
    var points = {show: true};
    new uPlot(
        {
          width: place.clientWidth,
          height: 220,
          tzDate: function (ts) { return uPlot.tzDate(new Date(ts * 1e3), "Etc/UTC"); },
          scales: {s: {range: function (u, low, high) { return [0, high || 1]; }}},
          axes: [
            axis,
            Object.assign({label: "rows", size: 70}, axis),
            Object.assign({}, axis, {label: "seconds", side: 1, scale: "s", size: 60, grid: {show: false}})
          ],
          series: [
            {label: "accepted (UTC)"},
            {label: "rows", stroke: colour("--good"), width: 2, points: points},
            {label: "rejected", stroke: colour("--bad"), width: 2, points: points},
            {label: "seconds", stroke: colour("--busy"), width: 2, dash: [4, 3], scale: "s"}
          ]
        },
        series,
        place);
  }

  function drawAll() {
    document.querySelectorAll(".chart[data-series]").forEach(draw);
  }

  var waiting;
  document.addEventListener("DOMContentLoaded", drawAll);
  window.addEventListener("resize", function () {
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });

  // A second click would do it a second time. After the event, so that the button's value is sent.
  document.addEventListener("submit", function (event) {
    if (event.target.method === "post") {
      setTimeout(function () { disable(event.target, true); }, 0);
    }
  });
  // Back from the next page: the form is as it was left.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[method=post]").forEach(function (form) { disable(form, false); });
  });

  function disable(form, yes) {
    form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = yes; });
  }

  function broken(yes) {
    var note = document.querySelector("[data-broken]");
    if (note) {
      note.hidden = !yes;
    }
  }

  // What has the focus in a part that is replaced has it again afterwards.
  var focused;

  function key(element) {
    return element.getAttribute("href") || element.getAttribute("aria-label") || element.id;
  }

  document.addEventListener("htmx:sseBeforeMessage", function (event) {
    var active = document.activeElement;
    focused = active && event.target.contains(active) ? key(active) : null;
  });
  document.addEventListener("htmx:sseMessage", function (event) {
    broken(false);
    if (focused) {
      Array.from(event.target.querySelectorAll("a, [tabindex]")).some(function (element) {
        if (key(element) === focused) {
          element.focus({preventScroll: true});
          return true;
        }
        return false;
      });
    }
  });
  document.addEventListener("htmx:sseError", function () { broken(true); });
  document.addEventListener("htmx:sseOpen", function () { broken(false); });
  // The run has ended: its page has other actions then.
  document.addEventListener("htmx:sseClose", function (event) {
    if (event.detail && event.detail.type === "message") {
      window.location.reload();
    }
  });
})();
