package io.writeback.destination.rest;

import io.writeback.auth.Authorised;
import io.writeback.destination.Exchange;
import io.writeback.destination.Plan;
import io.writeback.destination.Receipt;
import io.writeback.http.HttpRequest;
import java.util.Map;
import java.util.Objects;

/** A plan that is kept as its decision, and whose requests go to the API of one account. */
public abstract class RestPlan<A extends RestApi<?>, D extends Decision> implements Plan {
  protected final A api;
  protected final D decision;

  protected RestPlan(A api, D decision) {
    this.api = Objects.requireNonNull(api);
    this.decision = Objects.requireNonNull(decision);
  }

  @Override
  public final String destination() {
    return decision.target().substring(0, decision.target().indexOf(':'));
  }

  @Override
  public final String product() {
    return api.product();
  }

  @Override
  public final String target() {
    return decision.target();
  }

  @Override
  public final Map<String, Object> describe() {
    return StoredDecision.write(decision);
  }

  @Override
  public final Receipt ask(Exchange question) {
    Authorised.Answered answered = api.ask(question.request());
    return question.read(answered.sent(), answered.answer());
  }

  @Override
  public final HttpRequest authorise(HttpRequest request) {
    return api.authorised().credentials().authorise(request);
  }
}
