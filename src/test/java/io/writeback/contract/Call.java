package io.writeback.contract;

import io.writeback.sandbox.http.Fault;
import java.util.regex.Pattern;

/**
 * Which requests are of one kind.
 *
 * @param path what the whole path is, percent-decoded
 */
record Call(String method, Pattern path) {
  static Call of(String method, String path) {
    return new Call(method, Pattern.compile("^" + path + "$"));
  }

  boolean matches(WireRequest request) {
    return method.equals(request.method()) && path.matcher(request.path()).find();
  }

  /** The fault for these requests alone. */
  Fault meets(Fault fault) {
    return fault.onMethod(method).onPath(path.pattern());
  }
}
