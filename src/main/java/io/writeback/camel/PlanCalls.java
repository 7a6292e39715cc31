package io.writeback.camel;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.api.RunCalls;
import io.writeback.changes.ChangeReader;
import io.writeback.changes.ChangesCsv;
import io.writeback.engine.Engine;
import io.writeback.ledger.RunEntry;
import io.writeback.problem.Code;
import io.writeback.problem.WritebackException;
import io.writeback.run.Downloads;
import io.writeback.run.PlannedChanges;
import io.writeback.run.Report;
import io.writeback.run.RunFiles;
import io.writeback.view.PlannedRun;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP API does with the runs of an engine. */
final class PlanCalls implements RunCalls {
  private static final Logger LOG = LoggerFactory.getLogger(PlanCalls.class);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private final Engine engine;
  private final Downloads downloads;

  PlanCalls(Engine engine, Downloads downloads) {
    this.engine = engine;
    this.downloads = downloads;
  }

  @Override
  public Optional<String> report(String run) {
    return engine.runs().find(run).map(Report::toJson);
  }

  @Override
  public String changes(String run) {
    Map<String, Object> fields = PlannedRun.fields(entry(run), planned(run));
    fields.put("keptFields", files(run).kept(0).fields());
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Path changesFile(String run) {
    entry(run);
    planned(run);
    return downloads.write(
        file -> {
          try (ChangeReader all = files(run).changes().open();
              Writer out = Files.newBufferedWriter(file)) {
            ChangesCsv.write(all, out);
          }
        });
  }

  @Override
  public String approve(String run, String by) {
    engine.control().approve(entry(run), by);
    LOG.info("{} approved run {}", by, run);
    return entry(run).state().name();
  }

  @Override
  public String reject(String run, String by) {
    engine.control().reject(entry(run), by);
    LOG.info("{} rejected run {}", by, run);
    return entry(run).state().name();
  }

  private RunFiles files(String run) {
    return engine.folders().files(run);
  }

  private PlannedChanges planned(String run) {
    return files(run)
        .planned()
        .orElseThrow(
            () ->
                new WritebackException(
                    Code.NOT_A_PLAN, "what run %s would change is not known".formatted(run)));
  }

  private RunEntry entry(String run) {
    return engine
        .ledger()
        .history()
        .find(run)
        .orElseThrow(() -> new WritebackException(Code.UNKNOWN_RUN, "there is no run " + run));
  }
}
