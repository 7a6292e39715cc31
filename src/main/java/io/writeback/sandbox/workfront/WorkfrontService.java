package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Endpoint;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.NotImitated;
import io.writeback.sandbox.http.Request;
import io.writeback.sandbox.http.Response;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers the calls that do not concern one object type, and passes the others on.
 *
 * <p>The order of the checks: authentication, object and version, then those of {@link
 * ObjectCalls}.
 */
final class WorkfrontService implements Endpoint {
  private static final String JSON = "application/json;charset=UTF-8";

  /** Other paths on a tenant's host. */
  private static final Pattern OTHERS =
      Pattern.compile(
          "/attask/(?:api-internal|api-unsupported|eventsubscription)(?:/.*)?|/maestro/.*");

  private static final int COOKIE_SECONDS = 28_800;

  private final FieldCatalogue catalogue;
  private final Authentication authentication;
  private final MetadataAnswer metadata;
  private final ObjectCalls calls;

  WorkfrontService(
      FieldCatalogue catalogue,
      Authentication authentication,
      MetadataAnswer metadata,
      ObjectCalls calls) {
    this.catalogue = catalogue;
    this.authentication = authentication;
    this.metadata = metadata;
    this.calls = calls;
  }

  @Override
  public Response answer(Request request) {
    Optional<RequestForm> form = RequestForm.read(request);
    if (form.isEmpty() && OTHERS.matcher(request.path()).matches()) {
      return NotImitated.answer(request.path());
    }
    if (form.isEmpty()) {
      return Response.text(404, "text/html", "<html><body>Not Found</body></html>");
    }
    try {
      return answer(request, form.get());
    } catch (Refusal e) {
      return e.response();
    }
  }

  private Response answer(Request request, RequestForm form) throws Refusal {
    String base = "http://" + request.header("Host").orElse("127.0.0.1");
    String object = form.part(0).toLowerCase(java.util.Locale.ROOT);
    boolean open = object.equals("login") || object.equals("info") || isKeyAction(form);
    boolean byPassword = isKeyClearing(form) && form.parameters().first("password").isPresent();
    if (byPassword) {
      authentication.checkPassword(form);
    }
    Optional<String> session =
        open || byPassword ? Optional.empty() : authentication.check(request, form);
    if (!form.isSupportedVersion()) {
      throw Refusal.versionGone(form.version());
    }
    String userId = authentication.account().userId();
    switch (object) {
      case "login":
        return login(form);
      case "info":
        return data(LoginAnswer.info());
      case "logout":
        session.ifPresent(authentication::logout);
        return data(success());
      case "session":
        return data(LoginAnswer.of(userId, session.orElseGet(authentication::open)));
      case "metadata":
        return data(metadata.all(form.version(), base));
      default:
        return objectCall(form, base, userId);
    }
  }

  private Response objectCall(RequestForm form, String base, String userId) throws Refusal {
    Optional<ObjectType> named = catalogue.named(form.part(0));
    if (named.isEmpty() && catalogue.isOther(form.part(0))) {
      throw Refusal.notImitated("/" + form.part(0));
    }
    ObjectType type = named.orElseThrow(() -> Refusal.unknownType(form.part(0), form.version()));
    if (type.operations().isEmpty()) {
      throw Refusal.notTopLevel(type.objCode(), form.version());
    }
    if (isKeyAction(form)) {
      authentication.checkPassword(form);
      return data(Json.object().put("result", authentication.key()));
    }
    if (isKeyClearing(form)) {
      authentication.clearKey();
      return data(Json.object().put("result", ""));
    }
    if (form.isRead() && form.part(1).equals("metadata")) {
      return data(metadata.of(type, form.version(), base));
    }
    return data(calls.call(type, form, userId));
  }

  /** {@code PUT /user?action=getApiKey&username=&password=} carries its own credentials. */
  private static boolean isKeyAction(RequestForm form) {
    return isUserAction(form, "getApiKey") || isUserAction(form, "generateApiKey");
  }

  /** The vendor's page sends the password with it, its own client uses a session. */
  private static boolean isKeyClearing(RequestForm form) {
    return isUserAction(form, "clearApiKey");
  }

  private static boolean isUserAction(RequestForm form, String name) {
    String action = form.parameters().first("action").orElse(form.part(1));
    return form.part(0).equalsIgnoreCase("user")
        && form.verb().equals("PUT")
        && action.equals(name);
  }

  private Response login(RequestForm form) throws Refusal {
    String session = authentication.login(form);
    return data(LoginAnswer.of(authentication.account().userId(), session))
        .with(
            "Set-Cookie",
            "attask=" + session + "; Max-Age=" + COOKIE_SECONDS + "; Path=/; HttpOnly");
  }

  static ObjectNode success() {
    return Json.object().put("success", true);
  }

  static ArrayNode shown(Selection selection, Iterable<ObjectNode> objects) {
    ArrayNode array = Json.array();
    objects.forEach(object -> array.add(selection.show(object)));
    return array;
  }

  private static Response data(JsonNode data) {
    ObjectNode envelope = Json.object();
    envelope.set("data", data);
    return Response.text(200, JSON, Json.writeEscaped(envelope));
  }
}
