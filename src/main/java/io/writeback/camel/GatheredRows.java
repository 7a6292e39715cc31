package io.writeback.camel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.writeback.ledger.RowGroupStore;
import io.writeback.ledger.RowGroupStore.Group;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.RecoverableAggregationRepository;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Row messages of one writeback on their way into a run, for the Aggregate EIP: how they are put
 * together, and where they are kept meanwhile, which is the ledger.
 *
 * <p>Each writeback has its own: Camel takes whatever a repository has for its own, be it at a
 * restart or when it looks for groups that were not confirmed.
 *
 * <p>Not one of Camel's own repositories: those serialise a whole exchange and read it back as Java
 * objects, which this product never does.
 */
final class GatheredRows extends ServiceSupport
    implements AggregationStrategy, RecoverableAggregationRepository {
  /** The property that has the id of the group; a Kamelet gives its exchange another id. */
  static final String GROUP = "writebackRowGroup";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long RECOVERY_MILLIS = 5_000;

  /** What the processor has to find again: how many, since when, and why the group is complete. */
  private static final List<String> PROPERTIES =
      List.of(
          Exchange.AGGREGATED_SIZE,
          Exchange.AGGREGATED_TIMEOUT,
          Exchange.AGGREGATED_CORRELATION_KEY,
          Exchange.AGGREGATED_COMPLETED_BY);

  private final Supplier<RowGroupStore> groups;

  /** The name in the registry of those of a writeback, for the route files of a team. */
  static String name(String writeback) {
    return "writebackRows." + writeback;
  }

  GatheredRows(Supplier<RowGroupStore> groups) {
    this.groups = groups;
  }

  /** One group as JSON. */
  record Content(List<String> rows, Map<String, Object> properties) {}

  @Override
  public Exchange aggregate(Exchange before, Exchange more) {
    List<String> rows = new ArrayList<>(before == null ? List.of() : rows(before));
    rows.addAll(rows(more));
    Exchange group = before == null ? more : before;
    group.setProperty(GROUP, group.getExchangeId());
    group.getMessage().setBody(rows);
    return group;
  }

  /** A row, or those that were put together already. */
  static List<String> rows(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof List<?> rows) {
      return rows.stream().map(String.class::cast).toList();
    }
    if (body instanceof String row) {
      return List.of(row);
    }
    throw new IllegalArgumentException(
        "the body is no row; the step before is kamelet:row-message-action");
  }

  @Override
  public Exchange add(CamelContext context, String key, Exchange exchange) {
    Exchange before = get(context, key);
    groups.get().put(group(key, exchange));
    return before;
  }

  @Override
  public Exchange get(CamelContext context, String key) {
    // There is one: by what it is found may be written otherwise in the route since a restart.
    return groups.get().open().map(group -> exchange(context, group)).orElse(null);
  }

  @Override
  public void remove(CamelContext context, String key, Exchange exchange) {
    groups.get().close(group(key, exchange));
  }

  @Override
  public void confirm(CamelContext context, String exchangeId) {
    groups.get().drop(exchangeId);
  }

  @Override
  public Set<String> getKeys() {
    return groups.get().open().map(group -> Set.of(group.key())).orElse(Set.of());
  }

  @Override
  public Set<String> scan(CamelContext context) {
    return new LinkedHashSet<>(groups.get().complete());
  }

  @Override
  public Exchange recover(CamelContext context, String exchangeId) {
    return groups.get().complete(exchangeId).map(group -> exchange(context, group)).orElse(null);
  }

  private static Group group(String key, Exchange exchange) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (String name : PROPERTIES) {
      Object value = exchange.getProperty(name);
      if (value != null) {
        properties.put(name, value);
      }
    }
    try {
      return new Group(
          exchange.getExchangeId(),
          key,
          JSON.writeValueAsString(new Content(rows(exchange), properties)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Exchange exchange(CamelContext context, Group group) {
    Content content = content(group);
    Exchange exchange = new DefaultExchange(context);
    exchange.setExchangeId(group.id());
    exchange.getMessage().setBody(content.rows());
    exchange.setProperty(GROUP, group.id());
    content.properties().forEach((name, value) -> exchange.setProperty(name, typed(name, value)));
    return exchange;
  }

  /** JSON does not tell a long from an int, and Camel asks for a long. */
  private static Object typed(String name, Object value) {
    return name.equals(Exchange.AGGREGATED_TIMEOUT) ? ((Number) value).longValue() : value;
  }

  private static Content content(Group group) {
    try {
      return JSON.readValue(group.content(), Content.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the gathered rows " + group.id() + " cannot be read", e);
    }
  }

  /** The rows of a group as the ledger has them. */
  static List<String> rows(Group group) {
    return content(group).rows();
  }

  @Override
  public long getRecoveryInterval() {
    return RECOVERY_MILLIS;
  }

  @Override
  public void setRecoveryInterval(long interval, TimeUnit unit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setRecoveryInterval(long interval) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean isUseRecovery() {
    return true;
  }

  @Override
  public void setUseRecovery(boolean use) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String getDeadLetterUri() {
    return null;
  }

  @Override
  public void setDeadLetterUri(String uri) {
    throw new UnsupportedOperationException();
  }

  /** A group is tried until a run has it. */
  @Override
  public int getMaximumRedeliveries() {
    return 0;
  }

  @Override
  public void setMaximumRedeliveries(int most) {
    throw new UnsupportedOperationException();
  }
}
