package io.writeback.contract;

import java.util.function.Consumer;

/** The requests that data.world documents, as far as a writeback needs them. */
final class DataWorldSchema {
  private static final String NAME = "[a-z0-9](?:-(?!-)|[a-z0-9])+[a-z0-9]";
  private static final String DATASET = NAME + "/" + NAME;

  /** Upload: 1 to 128 characters, no slash. */
  private static final String FILE = "[^/]{1,128}";

  private DataWorldSchema() {}

  static RequestSchema requests() {
    RequestSchema schema =
        new RequestSchema().header("Authorization").all(DataWorldSchema::general);
    schema
        .form("upload file", "PUT", "/v0/uploads/" + DATASET + "/files/" + FILE)
        .mayAsk("expandArchive", "true|false")
        .body(DataWorldSchema::file);
    schema.form("dataset", "GET", "/v0/datasets/" + DATASET);
    schema
        .form("list", "GET", "/v0/user/datasets/(?:own|contributing|liked)")
        .mayAsk("limit", "[1-9]\\d?|100")
        .mayAsk("next", ".+");
    schema.form("download file", "GET", "/v0/file_download/" + DATASET + "/" + FILE);
    return schema;
  }

  private static void general(WireRequest request, Consumer<String> problem) {
    if (!request.header("Authorization").matches("Bearer [\\w-]+\\.[\\w-]+\\.[\\w-]+")) {
      problem.accept("Authorization is no bearer token");
    }
  }

  private static void file(WireRequest request, Consumer<String> problem) {
    if (!request.mediaType().equals("application/octet-stream")) {
      problem.accept("content type is \"" + request.mediaType() + "\"");
    }
    if (request.has("Transfer-Encoding") || !request.header("Content-Length").matches("\\d+")) {
      problem.accept("the length is not sent before the body");
    }
    if (request.header("Content-Length").equals("0")) {
      problem.accept("the file is empty");
    }
  }
}
