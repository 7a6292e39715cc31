package io.writeback.contract;

import io.writeback.sandbox.Sandbox;
import io.writeback.sandbox.workfront.Workfront;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Workfront by user name and password. */
final class SessionLoginTest extends WorkfrontLoginContract {
  @Override
  protected Map<String, String> keys(Sandbox all, URI url) {
    return Map.of(
        "auth", "session", "username", Workfront.USERNAME, "password", Workfront.PASSWORD);
  }

  @Override
  protected List<String> secrets() {
    return List.of("password");
  }

  @Override
  protected Call login() {
    return Call.of("POST", "/attask/api/v20\\.0/login");
  }
}
