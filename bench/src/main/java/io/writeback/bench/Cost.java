package io.writeback.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process from its start to its end, measured from outside. Linux only: the system's account of
 * processes that have ended is read.
 *
 * @param begin when it was started, as {@link System#nanoTime} says
 * @param seconds from its start to its end
 * @param processor seconds of processor time, of all its threads
 * @param megabytes the most that was resident
 * @param output what it printed
 */
record Cost(
    long begin, double seconds, double processor, double megabytes, int exit, String output) {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long MILLIS_BETWEEN_LOOKS = 10;

  /** Waits for a process; no other child of ours may end meanwhile. */
  static Cost of(ProcessBuilder command) throws IOException, InterruptedException {
    double before = processorOfChildren();
    long begin = System.nanoTime();
    Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Peak peak = new Peak(process);
    peak.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    peak.join();
    return new Cost(begin, seconds, processorOfChildren() - before, peak.megabytes, exit, output);
  }

  /** Looks again and again at the most that was resident, which is gone when the process is. */
  private static final class Peak extends Thread {
    private final Process process;
    private double megabytes;

    Peak(Process process) {
      this.process = process;
      setDaemon(true);
    }

    @Override
    public void run() {
      Path status = Path.of("/proc/" + process.pid() + "/status");
      try {
        while (process.isAlive()) {
          Matcher peak = PEAK.matcher(Files.readString(status));
          if (peak.find()) {
            megabytes = Math.max(megabytes, Long.parseLong(peak.group(1)) / 1024.0);
          }
          Thread.sleep(MILLIS_BETWEEN_LOOKS);
        }
      } catch (IOException e) {
        // It has ended between the question and the look.
        return;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Seconds of all processes of ours that have ended: proc(5), fields cutime and cstime. */
  private static double processorOfChildren() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    // In ticks, of which Linux reports 100 a second to programs on every architecture.
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / 100.0;
  }
}
