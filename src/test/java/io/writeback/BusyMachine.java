package io.writeback;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How every test waits: with a generous timeout, as a busy machine may need a minute to start a
 * process, and only a failing test waits for all of it; and looking often at first, as most of what
 * is waited for is there at once.
 */
public final class BusyMachine implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext test) {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(3));
    Awaitility.setDefaultPollInterval((looks, last) -> Duration.ofMillis(Math.min(5 * looks, 100)));
  }
}
