package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;
import io.writeback.sandbox.http.NotImitated;
import io.writeback.sandbox.http.Response;
import java.util.List;

/**
 * A refusal by Workfront: a status with the error envelope {@code {"error":{"class","message"}}}.
 *
 * <p>Statuses and messages come from the vendor's known-issue pages and from users' reports; the
 * class names are inferred, except for authentication and unknown fields.
 */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String ILLEGAL_ARGUMENT = "java.lang.IllegalArgumentException";
  private static final String AUTHENTICATION = "com.attask.common.AuthenticationException";

  private final int status;
  private final String type;
  private final transient Response own;

  Refusal(int status, String type, String message) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.own = null;
  }

  private Refusal(Response own) {
    super("not imitated", null, false, false);
    this.status = own.status();
    this.type = "";
    this.own = own;
  }

  /** A call that Workfront has and the sandbox does not imitate, in the sandbox's own format. */
  static Refusal notImitated(String what) {
    return new Refusal(NotImitated.answer(what));
  }

  /** A link to objects of a type that the sandbox does not have. */
  static Refusal notImitatedLink(String name, ObjectType type) {
    return notImitated(name + " of " + type.name());
  }

  Response response() {
    if (own != null) {
      return own;
    }
    ObjectNode envelope = Json.object();
    envelope.putObject("error").put("class", type).put("message", getMessage());
    return Response.text(status, "application/json;charset=UTF-8", Json.writeEscaped(envelope));
  }

  static Refusal notLoggedIn() {
    return new Refusal(401, AUTHENTICATION, "You are not currently logged in.");
  }

  /** An API key in the form body of a write is refused with a message that lost its argument. */
  static Refusal apiKeyInForm() {
    return new Refusal(401, AUTHENTICATION, "AuthenticationException: {0}");
  }

  /** As quoted in the vendor's known issues: a server error caused by one record's data. */
  static Refusal serverError() {
    return new Refusal(
        500,
        "java.lang.NullPointerException",
        "Cannot invoke \"Object.toString()\" because \"value\" is null");
  }

  static Refusal badPassword() {
    return new Refusal(
        401, AUTHENTICATION, "Sorry, that username/password combination wasn't quite right.");
  }

  static Refusal versionGone(int version) {
    return new Refusal(
        410,
        "com.attask.common.APIVersionNotSupportedException",
        "API version " + version + ".0 is no longer available");
  }

  static Refusal unknownType(String type, int version) {
    return new Refusal(
        404, ILLEGAL_ARGUMENT, "Unknown object type: " + type + " in v" + version + ".0");
  }

  static Refusal notTopLevel(String objCode, int version) {
    return invalidArgument(
        objCode
            + " is not a top level object and can't be requested directly in v"
            + version
            + ".0");
  }

  static Refusal verbNotOffered(String verb, ObjectType type) {
    return new Refusal(
        400,
        "java.lang.UnsupportedOperationException",
        "unable to find method for service endpoint type: "
            + verb
            + " (class com.attask.biz."
            + type.name()
            + ")");
  }

  static Refusal tooManyParts() {
    return new Refusal(400, ILLEGAL_ARGUMENT, "unrecognized URI format: too many parts");
  }

  /** A body of an unsupported type; the response is undocumented (inferred). */
  static Refusal unsupportedMediaType(String type) {
    return new Refusal(415, ILLEGAL_ARGUMENT, "Content type '" + type + "' is not supported here");
  }

  /** The value of a write-only field is never shown; the message is inferred. */
  static Refusal writeOnly(String field, ObjectType type, int version) {
    return invalidArgument(
        "APIModel V"
            + version
            + "_0 does not support reading field "
            + field
            + " ("
            + type.name()
            + ")");
  }

  static Refusal tooMany(String verb) {
    return invalidArgument("Can not " + verb + " more than 100 objects at once.");
  }

  static Refusal limitTooHigh(long limit) {
    return invalidArgument(
        "The requested limit " + limit + " is greater than the maximum allowed limit of 2000");
  }

  static Refusal mixed(String parameter) {
    return invalidArgument(
        "Cannot mix 'updates' JSON parameter with non-JSON update parameter '" + parameter + "'");
  }

  static Refusal badJson(String why) {
    return new Refusal(422, "com.attask.common.JSONException", "JSON parsing error: " + why);
  }

  static Refusal wrongShape(String found, String wanted) {
    return new Refusal(
        422,
        "java.lang.ClassCastException",
        "class " + found + " cannot be cast to class " + wanted);
  }

  static Refusal unknownField(String field, ObjectType type, int version) {
    return invalidArgument(
        "APIModel V" + version + "_0 does not support field " + field + " (" + type.name() + ")");
  }

  static Refusal unknownParameter(String name) {
    return notFound("Parameter", name);
  }

  static Refusal notFound(String typeName, String id) {
    return new Refusal(
        404,
        "com.attask.common.ObjectNotFoundException",
        typeName + " with primary key value(s) \"" + id + "\" not found");
  }

  static Refusal noAccess(String verb, ObjectType type) {
    return new Refusal(
        403,
        "com.attask.common.SecurityException",
        "You do not have sufficient access to " + verb + " this " + type.label());
  }

  /** In the words that users report of template tasks; the status is inferred. */
  static Refusal referenced(ObjectType type) {
    return invalidArgument(
        "This "
            + type.label()
            + " cannot be deleted since it is referenced by other objects. Use force delete.");
  }

  static Refusal invalid(String field, String value) {
    return new Refusal(
        422,
        "com.attask.common.InvalidParameterException",
        "Invalid Parameter: " + field + " value \"" + value + "\"");
  }

  static Refusal readOnly(String field) {
    return new Refusal(
        422,
        "com.attask.common.InvalidParameterException",
        "Invalid Parameter: " + field + " is READ_ONLY");
  }

  static Refusal wrongForm(String form, String objCode) {
    return invalidArgument("Category: " + form + " is not a Category of the type: " + objCode);
  }

  static Refusal noSuchAction(String action, ObjectType type, int version) {
    return invalidArgument(
        "APIModel V%d_0 does not support action %s (%s)"
            .formatted(version, action, type.objCode()));
  }

  static Refusal noSuchQuery(String query, ObjectType type, int version) {
    return invalidArgument(
        "APIModel V%d_0 does not support namedQuery %s (%s)"
            .formatted(version, query, type.objCode()));
  }

  static Refusal alreadyAttached(List<String> forms) {
    return invalidArgument(
        "Categories with the following IDs are already attached: " + String.join(", ", forms));
  }

  static Refusal tooManyForms(int most) {
    return invalidArgument("No more than %d custom forms can be attached".formatted(most));
  }

  static Refusal badEnum(String label, String value) {
    return new Refusal(
        422,
        "com.attask.common.InvalidParameterException",
        "Invalid custom enum value(s) for field '" + label + "': ['" + value + "']");
  }

  /** Java's own message, which Workfront passes on for decimals in integer fields. */
  static Refusal numberFormat(String value) {
    return new Refusal(
        422, "java.lang.NumberFormatException", "For input string: \"" + value + "\"");
  }

  static Refusal typeMismatch() {
    return invalidArgument("argument type mismatch");
  }

  static Refusal tooManyRequests() {
    return new Refusal(
        429, "com.attask.common.TooManyRequestsException", "Too many concurrent API requests");
  }

  static Refusal invalidArgument(String message) {
    return new Refusal(422, ILLEGAL_ARGUMENT, message);
  }
}
