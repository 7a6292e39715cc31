package io.writeback.contract;

import io.writeback.cli.Home;
import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.http.Faults;
import java.io.IOException;
import java.net.URI;

/** The contract of a destination whose service is in the sandbox. */
abstract class SandboxContract extends ApplyContract {
  protected Sandbox all;

  /** The service in the sandbox. */
  protected abstract URI url();

  @Override
  protected final Service startService() throws IOException {
    all = Sandbox.start(Home.EMPTY);
    return new Service() {
      @Override
      public URI url() {
        return SandboxContract.this.url();
      }

      @Override
      public Faults faults() {
        return all.faults();
      }

      @Override
      public void close() {
        all.close();
      }
    };
  }
}
