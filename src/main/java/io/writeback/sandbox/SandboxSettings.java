package io.writeback.sandbox;

import io.writeback.sandbox.workfront.FailureMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How the sandbox starts.
 *
 * @param portBase Domo's port, Workfront, Workiva and data.world have the next three; 0 for free
 *     ports
 * @param dataDir a folder whose CSV files are the DataSets; {@code null} for the built-in one
 * @param latency how long Workfront delays each request
 * @param failureMode what one bad record does to a bulk update
 * @param concurrencyLimit how many concurrent requests Workfront accepts
 * @param sessionTtl how long a Workfront session may be idle
 * @param tokenLifetime how long a Domo token lasts
 * @param demoObjects whether Workfront starts with the demo's 5,000 projects and Workiva with its
 *     spreadsheet
 */
public record SandboxSettings(
    int portBase,
    Path dataDir,
    Duration latency,
    FailureMode failureMode,
    int concurrencyLimit,
    Duration sessionTtl,
    Duration tokenLifetime,
    boolean demoObjects) {
  /** Offset of data.world's port from the first. */
  static final int DATA_WORLD = 3;

  private static final int DEFAULT_PORT = 9401;
  private static final int LAST_PORT = 65_535;
  private static final int DOCUMENTED_CONCURRENCY = 10;

  public SandboxSettings {
    if (portBase < 0 || portBase > LAST_PORT - 3) {
      throw new IllegalArgumentException("port is 0 to 65532, not " + portBase);
    }
    if (dataDir != null && !Files.isDirectory(dataDir)) {
      throw new IllegalArgumentException(
          "data is a folder with CSV files; there is no folder " + dataDir);
    }
    if (latency == null || latency.isNegative()) {
      throw new IllegalArgumentException("latency is 0 or more, not " + latency);
    }
    if (failureMode == null) {
      throw new IllegalArgumentException("failureMode is missing");
    }
    if (concurrencyLimit < 1) {
      throw new IllegalArgumentException("concurrencyLimit is 1 or more, not " + concurrencyLimit);
    }
    requirePositive("sessionTtl", sessionTtl);
    requirePositive("tokenLifetime", tokenLifetime);
  }

  /** Ports 9401 to 9404, the built-in data, no latency, and the documented limits. */
  public static SandboxSettings defaults() {
    return new SandboxSettings(
        DEFAULT_PORT,
        null,
        Duration.ZERO,
        FailureMode.STOP_AT_FIRST,
        DOCUMENTED_CONCURRENCY,
        Duration.ofHours(8),
        Duration.ofSeconds(3599),
        true);
  }

  /** The defaults on free ports, for tests. */
  public static SandboxSettings onFreePorts() {
    return defaults().withPortBase(0);
  }

  public SandboxSettings withPortBase(int port) {
    return new SandboxSettings(
        port,
        dataDir,
        latency,
        failureMode,
        concurrencyLimit,
        sessionTtl,
        tokenLifetime,
        demoObjects);
  }

  public SandboxSettings withDataDir(Path dir) {
    return new SandboxSettings(
        portBase,
        dir,
        latency,
        failureMode,
        concurrencyLimit,
        sessionTtl,
        tokenLifetime,
        demoObjects);
  }

  public SandboxSettings withLatency(Duration time) {
    return new SandboxSettings(
        portBase,
        dataDir,
        time,
        failureMode,
        concurrencyLimit,
        sessionTtl,
        tokenLifetime,
        demoObjects);
  }

  public SandboxSettings withFailureMode(FailureMode mode) {
    return new SandboxSettings(
        portBase, dataDir, latency, mode, concurrencyLimit, sessionTtl, tokenLifetime, demoObjects);
  }

  public SandboxSettings withConcurrencyLimit(int limit) {
    return new SandboxSettings(
        portBase, dataDir, latency, failureMode, limit, sessionTtl, tokenLifetime, demoObjects);
  }

  public SandboxSettings withSessionTtl(Duration ttl) {
    return new SandboxSettings(
        portBase, dataDir, latency, failureMode, concurrencyLimit, ttl, tokenLifetime, demoObjects);
  }

  public SandboxSettings withDemoObjects(boolean demo) {
    return new SandboxSettings(
        portBase, dataDir, latency, failureMode, concurrencyLimit, sessionTtl, tokenLifetime, demo);
  }

  /** The port of the n-th service, counted from 0. */
  int port(int n) {
    return portBase == 0 ? 0 : portBase + n;
  }

  private static void requirePositive(String name, Duration value) {
    if (value == null || value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " is more than 0, not " + value);
    }
  }
}
