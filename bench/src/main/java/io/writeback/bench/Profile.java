package io.writeback.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where a run spends its time: the samples of Java code that the runtime's flight recorder takes,
 * each given to the class of ours that is nearest to the top of its stack.
 *
 * <p>Arguments: rows, requests at once.
 */
final class Profile implements Piece {
  private static final String OURS = "io.writeback.";

  /** What only surrounds a thread or a request: below it a library works by itself. */
  private static final Set<String> AROUND =
      Set.of("process.FatalErrors", "camel.ErrorWatch", "camel.WritebackMain");

  private static final int MOST = 10;

  @Override
  public List<Figures> measure(List<String> arguments) throws Exception {
    Machine machine = Machine.here(BenchHome.PRODUCT);
    long rows = Piece.number(arguments, 0, 1_000_000);
    int atOnce = (int) Piece.number(arguments, 1, 10);
    Path recording = Files.createTempFile("writeback-bench", ".jfr");
    try (BenchHome home = new BenchHome();
        EchoWorkfront echo = new EchoWorkfront(0, request -> {})) {
      home.writeRows(rows, row -> row);
      home.configure(echo.port(), atOnce, "full");
      Cost cost =
          Cost.of(
              home.command(
                  List.of(
                      "-Xmx" + Contender.HEAP,
                      "-XX:StartFlightRecording=settings=profile,filename=" + recording),
                  "run",
                  "bench",
                  "--json"));
      if (cost.exit() != 0 || echo.records() != rows) {
        throw new IllegalStateException("exit " + cost.exit() + "\n" + cost.output());
      }
      Samples samples = new Samples();
      samples.read(recording);
      Values values = new Values();
      Map<String, String> words = new LinkedHashMap<>();
      samples.places.entrySet().stream()
          .sorted(Comparator.comparing(entry -> -entry.getValue().count))
          .limit(MOST)
          .forEach(
              entry -> {
                Place place = entry.getValue();
                values.add(entry.getKey(), "share", 100.0 * place.count / samples.count);
                words.put(entry.getKey(), place.mostOften());
              });
      Map<String, String> method =
          Map.of(
              "requests at once",
              Integer.toString(atOnce),
              "heap",
              Contender.HEAP,
              "samples",
              Long.toString(samples.count),
              "collections in s",
              String.format(Locale.ROOT, "%.1f", samples.collecting / 1e9),
              "processor in s",
              String.format(Locale.ROOT, "%.1f", cost.processor()));
      return List.of(new Figures("profile", rows, method, machine, values.all(), words));
    } finally {
      Files.delete(recording);
    }
  }

  /** A place that samples are given to. */
  private static final class Place {
    private final Map<String, Long> tops = new HashMap<>();
    private long count;

    void add(String top) {
      count++;
      tops.merge(top, 1L, Long::sum);
    }

    /** What was at the very top of most of its samples. */
    String mostOften() {
      return tops.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElse("");
    }
  }

  private static final class Samples {
    private final Map<String, Place> places = new HashMap<>();
    private long count;
    private long collecting;

    void read(Path recording) throws IOException {
      try (RecordingFile file = new RecordingFile(recording)) {
        while (file.hasMoreEvents()) {
          RecordedEvent event = file.readEvent();
          switch (event.getEventType().getName()) {
            case "jdk.ExecutionSample" -> add(event);
            case "jdk.GarbageCollection" ->
                collecting += event.getDuration("sumOfPauses").toNanos();
            default -> {
              // The others say nothing about time.
            }
          }
        }
      }
    }

    private void add(RecordedEvent event) {
      if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
        return;
      }
      List<RecordedFrame> frames = event.getStackTrace().getFrames();
      count++;
      String top = described(frames.get(0).getMethod());
      String place =
          frames.stream()
              .map(frame -> frame.getMethod().getType().getName())
              .filter(type -> type.startsWith(OURS))
              .findFirst()
              .map(type -> outer(type.substring(OURS.length())))
              .filter(type -> !AROUND.contains(type))
              .orElseGet(() -> "none of ours: " + library(frames));
      places.computeIfAbsent(place, key -> new Place()).add(top);
    }

    private static String described(RecordedMethod method) {
      String type = outer(method.getType().getName());
      return (type.startsWith(OURS) ? type.substring(OURS.length()) : type)
          + "."
          + method.getName();
    }

    /** Without nested classes and lambdas. */
    private static String outer(String type) {
      int nested = type.indexOf('$');
      int hidden = type.indexOf('/');
      int end = nested < 0 ? hidden : hidden < 0 ? nested : Math.min(nested, hidden);
      return end < 0 ? type : type.substring(0, end);
    }

    /** The first three parts of the package that is nearest to the top, if one is not Java's. */
    private static String library(List<RecordedFrame> frames) {
      String type =
          frames.stream()
              .map(frame -> frame.getMethod().getType().getName())
              .filter(name -> !name.matches("(java|javax|jdk|sun)\\..*"))
              .findFirst()
              .orElse("java.lang.Object");
      String[] parts = type.split("\\.");
      return String.join(".", List.of(parts).subList(0, Math.min(3, parts.length - 1)));
    }
  }
}
