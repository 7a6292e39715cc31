package io.writeback.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.writeback.batch.Batch;
import io.writeback.batch.BatchWatch;
import io.writeback.batch.Step;
import io.writeback.destination.Plan;
import io.writeback.http.CallFailure;
import io.writeback.http.TryWatch;
import io.writeback.log.LogScope;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.ExitCode;
import io.writeback.run.ProgressListener;
import io.writeback.run.Report;
import io.writeback.run.Run;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Spans: a run has batches and the requests outside of them; a batch has requests and its
 * settlement; a request has tries.
 */
final class RunTraces implements Traces {
  static final AttributeKey<String> WRITEBACK = AttributeKey.stringKey("writeback.name");
  static final AttributeKey<String> RUN = AttributeKey.stringKey("writeback.run");
  static final AttributeKey<Long> BATCH = AttributeKey.longKey("writeback.batch");
  static final AttributeKey<Long> ROWS = AttributeKey.longKey("writeback.rows");
  static final AttributeKey<Long> RECORDS = AttributeKey.longKey("writeback.records");
  static final AttributeKey<Long> WRITTEN = AttributeKey.longKey("writeback.written");
  static final AttributeKey<Long> REJECTED = AttributeKey.longKey("writeback.rejected");
  static final AttributeKey<String> STATE = AttributeKey.stringKey("writeback.state");
  static final AttributeKey<String> CODE = AttributeKey.stringKey("writeback.code");
  static final AttributeKey<String> TARGET = AttributeKey.stringKey("writeback.target");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
  static final AttributeKey<Long> RESENT = AttributeKey.longKey("http.request.resend_count");
  static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");
  static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

  private static final int FIRST_ERROR = 400;

  private final Otlp otlp;
  private final Tracer tracer;
  private final Map<String, Span> runs = new ConcurrentHashMap<>();
  private final Map<Batch, BatchSpans> batches = new ConcurrentHashMap<>();

  /** The batch that a thread works on. */
  private final ThreadLocal<BatchSpans> current = new ThreadLocal<>();

  RunTraces(Otlp otlp) {
    this.otlp = otlp;
    this.tracer = otlp.tracer();
  }

  /** The spans of a batch that have not ended; used by one thread at a time. */
  private static final class BatchSpans {
    private final Span batch;
    private Span request;
    private Span settlement;
    private long tries;

    BatchSpans(Span batch) {
      this.batch = batch;
    }

    Span innermost() {
      return settlement != null ? settlement : request != null ? request : batch;
    }

    void endRequest() {
      if (request != null) {
        request.end();
        request = null;
      }
    }

    void end() {
      endRequest();
      if (settlement != null) {
        settlement.end();
        settlement = null;
      }
      batch.end();
    }
  }

  private Span child(Span parent, String name, SpanKind kind) {
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind);
    return (parent == null ? builder.setNoParent() : builder.setParent(Context.root().with(parent)))
        .startSpan();
  }

  @Override
  public Optional<ProgressListener> runs() {
    return Optional.of(new Runs());
  }

  private final class Runs implements ProgressListener {
    @Override
    public void accepted(Run run) {
      begin(run);
    }

    @Override
    public void resumed(Run run) {
      begin(run);
    }

    private void begin(Run run) {
      otlp.ids()
          .during(
              run.id(),
              () -> {
                Span span = child(null, "run " + run.writeback(), SpanKind.INTERNAL);
                span.setAttribute(RUN, run.id()).setAttribute(WRITEBACK, run.writeback());
                end(runs.put(run.id(), span));
              });
    }

    @Override
    public void staging(Run run, String source) {
      event(run, "reading rows", Attributes.empty());
    }

    @Override
    public void planning(Run run, long rows) {
      event(run, "planning", Attributes.of(ROWS, rows));
    }

    @Override
    public void planned(Run run, Plan plan) {
      event(run, "sending", Attributes.of(ROWS, run.rows(), TARGET, plan.target()));
    }

    private void event(Run run, String name, Attributes attributes) {
      Span span = runs.get(run.id());
      if (span != null) {
        span.addEvent(name, attributes);
      }
    }

    @Override
    public void ended(Run run, Report report) {
      Span span = runs.remove(run.id());
      if (span == null) {
        return;
      }
      span.setAttribute(STATE, report.state().name())
          .setAttribute(ROWS, report.rows())
          .setAttribute(WRITTEN, report.written())
          .setAttribute(REJECTED, report.rejected());
      if (report.target() != null) {
        span.setAttribute(TARGET, report.target());
      }
      if (report.code() != null) {
        span.setAttribute(CODE, report.code().id());
      }
      if (report.outcome() != ExitCode.COMPLETE && report.outcome() != ExitCode.REJECTS) {
        // The reason of the report may quote values of rows.
        span.setStatus(
            StatusCode.ERROR,
            report.code() == null ? report.state().name() : report.code().meaning());
      }
      span.end();
    }
  }

  private static void end(Span span) {
    if (span != null) {
      span.end();
    }
  }

  @Override
  public BatchWatch batches() {
    return new Batches();
  }

  private final class Batches implements BatchWatch {
    @Override
    public void begins(Batch batch) {
      Span run = runs.get(batch.book().runId());
      if (run == null) {
        return;
      }
      Span span = child(run, "batch", SpanKind.INTERNAL);
      span.setAttribute(RUN, batch.book().runId())
          .setAttribute(BATCH, (long) batch.number())
          .setAttribute(ROWS, batch.rows().last() - batch.rows().first() + 1)
          .setAttribute(RECORDS, (long) batch.rows().records().size());
      BatchSpans spans = new BatchSpans(span);
      batches.put(batch, spans);
      current.set(spans);
    }

    @Override
    public void decides(Batch batch) {
      BatchSpans spans = batches.get(batch);
      if (spans != null) {
        spans.endRequest();
      }
    }

    @Override
    public void sends(Batch batch) {
      BatchSpans spans = batches.get(batch);
      if (spans == null || spans.request != null) {
        return;
      }
      spans.tries = 0;
      spans.request = child(spans.batch, name(batch.step()), SpanKind.INTERNAL);
      spans.request.setAttribute(BATCH, (long) batch.number());
      if (batch.step() instanceof Step.Write write) {
        spans.request.setAttribute(RECORDS, (long) write.work().records().size());
      }
    }

    private static String name(Step step) {
      return step instanceof Step.ReadBack
          ? "request: read back"
          : step instanceof Step.Look
              ? "request: look"
              : step instanceof Step.Poll
                  ? "request: poll"
                  : step instanceof Step.Prepare ? "request: prepare" : "request: write";
    }

    @Override
    public void failed(Batch batch, RuntimeException failure, boolean again) {
      BatchSpans spans = batches.get(batch);
      if (spans != null && spans.request != null && !again) {
        spans.request.setStatus(StatusCode.ERROR, meaning(failure));
      }
    }

    /** Without its message, which may quote values of rows. */
    private static String meaning(RuntimeException failure) {
      return failure instanceof CallFailure call
          ? call.outcome().name()
          : failure instanceof WritebackException known
              ? known.code().meaning()
              : failure.getClass().getSimpleName();
    }

    @Override
    public void settles(Batch batch) {
      BatchSpans spans = batches.get(batch);
      if (spans != null) {
        spans.endRequest();
        spans.settlement = child(spans.batch, "settle", SpanKind.INTERNAL);
        spans.settlement.setAttribute(BATCH, (long) batch.number());
      }
    }

    @Override
    public void settled(Batch batch) {
      BatchSpans spans = batches.remove(batch);
      current.remove();
      if (spans != null) {
        if (batch.isUnfinished()) {
          spans.batch.setStatus(StatusCode.ERROR, "records were not sent or not answered");
        }
        spans.end();
      }
    }

    @Override
    public void left(Batch batch) {
      BatchSpans spans = batches.remove(batch);
      if (spans != null) {
        spans.batch.setStatus(StatusCode.ERROR, Code.INTERNAL.meaning());
        spans.end();
      }
    }
  }

  @Override
  public TryWatch tries() {
    return this::begins;
  }

  private TryWatch.Try begins(String method, URI target, String path) {
    BatchSpans batch = current.get();
    Span parent = batch == null ? ofRun() : batch.innermost();
    if (parent == null) {
      return null;
    }
    Span span = child(parent, method, SpanKind.CLIENT);
    span.setAttribute(METHOD, method).setAttribute(HOST, target.getHost()).setAttribute(PATH, path);
    if (target.getPort() >= 0) {
      span.setAttribute(PORT, (long) target.getPort());
    }
    if (batch != null && batch.request != null) {
      span.setAttribute(RESENT, batch.tries++);
    }
    return new Try(span);
  }

  /** The run that the thread works for, outside of a batch. */
  private Span ofRun() {
    String run = LogScope.run();
    return run == null ? null : runs.get(run);
  }

  private record Try(Span span) implements TryWatch.Try {
    @Override
    public void answered(int status) {
      span.setAttribute(STATUS, (long) status);
      if (status >= FIRST_ERROR) {
        span.setAttribute(ERROR, Integer.toString(status)).setStatus(StatusCode.ERROR);
      }
      span.end();
    }

    /** Without its message: the client quotes what it cannot read, which may be what we sent. */
    @Override
    public void failed(Exception failure) {
      span.setAttribute(ERROR, failure.getClass().getSimpleName()).setStatus(StatusCode.ERROR);
      span.end();
    }
  }

  @Override
  public void close() {
    runs.values().forEach(Span::end);
    otlp.close();
  }
}
