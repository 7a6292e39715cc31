import io.writeback.run.Report;
import java.util.List;
import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;

/** A writeback for each region: projects-emea, projects-amer and projects-apac. */
public class RegionalProjects extends RouteBuilder {
  private static final List<String> REGIONS = List.of("emea", "amer", "apac");

  @Override
  public void configure() {
    for (String region : REGIONS) {
      String name = "projects-" + region;
      from("direct:" + name)
          .routeId(name)
          .routeGroup("writeback")
          .routeDescription("Projects of " + region + " to Workfront")
          .to("kamelet:csv-dataset-action?file=" + name + ".csv")
          .to(
              "kamelet:workfront-update-sink?object=project&maxBlanked=50"
                  + "&columns=RAW(Project Name=name, R&D Notes=-)")
          .filter(end -> end.getMessage().getBody(Report.class).exitCode() != 0)
          .log(LoggingLevel.WARN, "${body.writeback}: ${body.rejected} of ${body.rows} rejected");

      from("quartz:writeback/" + name + "?cron=0 0 2 * * ?&trigger.timeZone=UTC")
          .routeId(name + "-nightly")
          .to("kamelet:writeback-run-action?writeback=" + name);
    }
  }
}
