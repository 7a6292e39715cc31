package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;

/**
 * The responses of {@code /login}, {@code /session} and {@code /info}, in the shapes of the
 * vendor's OpenAPI document (v19.0).
 */
final class LoginAnswer {
  private LoginAnswer() {}

  static ObjectNode of(String userId, String sessionId) {
    ObjectNode answer = Json.object();
    answer
        .put("sessionID", sessionId)
        .put("userID", userId)
        .put("userCompanyID", DemoObjects.companyId());
    answer.put("isAdmin", true).put("customerID", DemoIds.of("customer"));
    answer.put("tenantID", DemoIds.of("tenant")).put("hasInsightsAccess", false);
    answer.put("locale", "en_US").put("timeZone", "UTC").put("timeZoneName", "UTC");
    answer.put("iso3Country", "USA").put("iso3Language", "eng");
    answer
        .putObject("currency")
        .put("ID", "USD")
        .put("symbol", "$")
        .put("fractionDigits", 2)
        .put("groupingSeparator", ",")
        .put("decimalSeparator", ".")
        .put("useNegativeSign", false);
    answer.set("versionInformation", versions());
    return answer;
  }

  static ObjectNode info() {
    ObjectNode answer = Json.object();
    answer.putObject("sso").put("ssoType", "NONE");
    ArrayNode versions = answer.putArray("versions");
    for (int v = RequestForm.OLDEST_VERSION; v <= RequestForm.NEWEST_VERSION; v++) {
      versions.add("v" + v + ".0");
    }
    return answer;
  }

  private static ObjectNode versions() {
    ObjectNode answer = Json.object();
    answer.put("version", "sandbox").put("release", "sandbox").put("buildNumber", "0");
    answer.put("lastUpdated", "2026-01-01T00:00:00Z");
    answer.put("currentAPI", RequestForm.NEWEST_VERSION);
    ObjectNode versions = answer.putObject("apiVersions");
    for (int v = RequestForm.OLDEST_VERSION; v <= RequestForm.NEWEST_VERSION; v++) {
      versions.put("v" + v + ".0", "/attask/api/v" + v + ".0/");
    }
    return answer;
  }
}
