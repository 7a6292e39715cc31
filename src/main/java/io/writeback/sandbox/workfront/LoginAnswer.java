package io.writeback.sandbox.workfront;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.writeback.sandbox.http.Json;

/**
 * What {@code /login}, {@code /session} and {@code /info} tell about the session and the service.
 */
final class LoginAnswer {
  private LoginAnswer() {}

  static ObjectNode of(String userId, String sessionId) {
    ObjectNode answer = Json.object();
    answer.put("sessionID", sessionId).put("userID", userId).putNull("userCompanyID");
    answer.put("isAdmin", true).put("customerID", DemoIds.of("customer"));
    answer.put("locale", "en_US").put("timeZone", "UTC").put("timeZoneName", "UTC");
    answer.put("iso3Country", "USA").put("iso3Language", "eng");
    answer.set("versionInformation", versions());
    return answer;
  }

  static ObjectNode info() {
    ObjectNode answer = versions();
    answer.putObject("sso").put("type", "NONE");
    return answer;
  }

  private static ObjectNode versions() {
    ObjectNode answer = Json.object();
    answer.put("version", "sandbox").put("currentAPI", "v" + RequestForm.NEWEST_VERSION + ".0");
    ObjectNode versions = answer.putObject("apiVersions");
    for (int v = RequestForm.OLDEST_VERSION; v <= RequestForm.NEWEST_VERSION; v++) {
      versions.put("v" + v + ".0", "/attask/api/v" + v + ".0/");
    }
    return answer;
  }
}
