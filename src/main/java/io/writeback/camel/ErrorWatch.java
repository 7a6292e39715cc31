package io.writeback.camel;

import io.writeback.process.FatalErrors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.impl.engine.DefaultReactiveExecutor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Catches every Error in every route: Camel turns it into the exception of an exchange, which an
 * error handler may swallow, or only logs it.
 */
final class ErrorWatch implements InterceptStrategy {
  private ErrorWatch() {}

  /** Watches the routes that a context will have. */
  static void over(CamelContext context) {
    context.getCamelContextExtension().addInterceptStrategy(new ErrorWatch());
    ReactiveExecutor executor = context.getCamelContextExtension().getReactiveExecutor();
    if (executor == null || executor.getClass() == DefaultReactiveExecutor.class) {
      context.getCamelContextExtension().setReactiveExecutor(new Watched());
    }
  }

  @Override
  public Processor wrapProcessorInInterceptors(
      CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
    return new DelegateAsyncProcessor(target) {
      @Override
      public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
          return super.process(
              exchange,
              doneSync -> {
                FatalErrors.caught(exchange.getException());
                callback.done(doneSync);
              });
        } catch (Error e) {
          FatalErrors.caught(e);
          throw e;
        }
      }
    };
  }

  /**
   * Runs what is between the steps. Camel's own logs whatever is thrown as a warning, and the
   * exchange is lost.
   */
  private static final class Watched extends DefaultReactiveExecutor {
    @Override
    public void schedule(Runnable work) {
      super.schedule(watched(work));
    }

    @Override
    public void scheduleMain(Runnable work) {
      super.scheduleMain(watched(work));
    }

    @Override
    public void scheduleSync(Runnable work) {
      super.scheduleSync(watched(work));
    }

    @Override
    public void scheduleQueue(Runnable work) {
      super.scheduleQueue(watched(work));
    }

    private static Runnable watched(Runnable work) {
      return () -> {
        try {
          work.run();
        } catch (RuntimeException | Error e) {
          FatalErrors.caught(e);
          throw e;
        }
      };
    }
  }
}
