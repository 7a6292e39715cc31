package io.writeback;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A generous timeout for every test: a busy machine may need a minute to start a process. Only a
 * failing test waits for the whole time.
 */
public final class BusyMachine implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext test) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
  }
}
