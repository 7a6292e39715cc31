package io.writeback.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Many rows are planned, someone else changes one in a hundred of them, and the plan is applied;
 * someone changes as many others, and the run is undone. The judge is what the sandbox holds after
 * each. A plain run of the same rows goes first.
 *
 * <p>Arguments: rows, requests at once. Run it by {@code bench/plan}.
 */
public final class PlanAndApply {
  private static final int BATCH = 100;
  private static final long EVERY = 100;
  private static final long BEFORE_APPLY = 50;
  private static final long BEFORE_UNDO = 25;
  private static final String FOREIGN = "of a colleague";
  private static final String HEAP = "256m";
  private static final Pattern PLAN = Pattern.compile("\"plan\" ?: ?\"([^\"]+)\"");
  private static final Pattern OBJECT =
      Pattern.compile("\"ID\":\"([0-9a-f]{32})\"|\"name\":\"([^\"]*)\"");

  private final BenchHome home;
  private final SandboxProcess sandbox;
  private final long rows;

  private PlanAndApply(BenchHome home, SandboxProcess sandbox, long rows) {
    this.home = home;
    this.sandbox = sandbox;
    this.rows = rows;
  }

  public static void main(String[] args) throws Exception {
    long rows = args.length > 0 ? Long.parseLong(args[0]) : 100_000;
    int concurrency = args.length > 1 ? Integer.parseInt(args[1]) : 8;
    try (BenchHome home = new BenchHome();
        SandboxProcess sandbox = new SandboxProcess(home)) {
      home.writeNames(rows);
      home.configure(
          sandbox, "account.workfront.max-concurrency=%d%n".formatted(concurrency), BATCH);
      new PlanAndApply(home, sandbox, rows).measure();
    }
  }

  private void measure() throws Exception {
    sandbox.putProjects(rows);
    step("run", 0, "run", "bench", "--json");
    home.forget();
    sandbox.putProjects(rows);
    Matcher plan = PLAN.matcher(step("plan", 0, "plan", "bench", "--json"));
    if (!plan.find()) {
      throw new IllegalStateException("there is no plan");
    }
    edit(BEFORE_APPLY);
    step("apply", 3, "apply", plan.group(1), "--json");
    judge(row -> isEdited(row, BEFORE_APPLY) ? FOREIGN : "new " + row);
    edit(BEFORE_UNDO);
    step("undo", 3, "undo", plan.group(1), "--yes", "--json");
    judge(row -> isEdited(row, BEFORE_APPLY) || isEdited(row, BEFORE_UNDO) ? FOREIGN : "old");
  }

  /** Runs a command, and reports what it cost. */
  private String step(String name, int exit, String... command) throws Exception {
    long before = requests();
    Cost cost = Cost.of(home.command(List.of("-Xmx" + HEAP), command));
    if (cost.exit() != exit) {
      throw new IllegalStateException(
          "%s: exit %d, not %d%n%s".formatted(name, cost.exit(), exit, cost.output()));
    }
    System.out.printf(
        Locale.ROOT,
        "%-6s %,8d requests  %6.1f s  %6.1f s of processor  %,5.0f MB%n",
        name,
        requests() - before,
        cost.seconds(),
        cost.processor(),
        cost.megabytes());
    return cost.output();
  }

  private long requests() throws Exception {
    return SandboxProcess.number(sandbox.get("/sandbox/stats"), "requests");
  }

  /** Which rows of a hundred someone else changes. */
  private static boolean isEdited(long row, long which) {
    return row % EVERY == which;
  }

  private void edit(long which) throws Exception {
    StringBuilder objects = new StringBuilder();
    for (long row = which; row <= rows; row += EVERY) {
      objects
          .append(objects.isEmpty() ? "[" : ",")
          .append(
              String.format(Locale.ROOT, "{\"ID\":\"%032x\",\"name\":\"%s\"}", row, FOREIGN));
    }
    sandbox.post("/sandbox/objects/PROJ", objects.append(']').toString());
  }

  private void judge(LongFunction<String> expected) throws Exception {
    long[] counts = new long[3];
    try (Stream<String> lines = sandbox.lines("/sandbox/objects/PROJ")) {
      lines.forEach(
          line -> {
            String id = "";
            String name = "";
            for (Matcher found = OBJECT.matcher(line); found.find(); ) {
              id = found.group(1) == null ? id : found.group(1);
              name = found.group(2) == null ? name : found.group(2);
            }
            long row = id.startsWith("0000") ? Long.parseLong(id, 16) : 0;
            if (row >= 1 && row <= rows) {
              String right = expected.apply(row);
              counts[!name.equals(right) ? 2 : right.equals(FOREIGN) ? 1 : 0]++;
            }
          });
    }
    System.out.printf(
        Locale.ROOT,
        "at the destination: ours %,d  values of others kept %,d  wrong %,d%n",
        counts[0],
        counts[1],
        counts[2]);
    if (counts[0] + counts[1] != rows || counts[2] != 0) {
      throw new IllegalStateException("a value was lost, or is wrong");
    }
  }
}
