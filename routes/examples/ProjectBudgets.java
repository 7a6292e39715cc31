import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The budget of a project is what its labour and its material cost; closed ones are left out. */
public class ProjectBudgets extends RouteBuilder {
  @Override
  public void configure() {
    from("direct:project-budget").routeId("project-budget").process(this::budget);
  }

  private void budget(Exchange exchange) {
    Map<?, ?> row = exchange.getMessage().getBody(Map.class);
    if ("closed".equals(row.get("State"))) {
      exchange.getMessage().setBody(null);
      return;
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("ID", row.get("ID"));
    result.put("Name", row.get("Name"));
    result.put("Budget", cost(row, "Labour").add(cost(row, "Material")));
    exchange.getMessage().setBody(result);
  }

  private static BigDecimal cost(Map<?, ?> row, String column) {
    try {
      return new BigDecimal((String) row.get(column));
    } catch (NumberFormatException | NullPointerException e) {
      throw new IllegalArgumentException(column + " is not a number: " + row.get(column), e);
    }
  }
}
