// Charts, and the end of a live page. Everything can be read without this file.
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
  // The run has ended: its page has other actions then.
  document.addEventListener("htmx:sseClose", function (event) {
    if (event.detail && event.detail.type === "message") {
      window.location.reload();
    }
  });
})();
