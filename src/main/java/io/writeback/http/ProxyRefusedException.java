package io.writeback.http;

import java.io.IOException;

/** A proxy made no tunnel: the request never left it. */
public final class ProxyRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int WHO_ARE_YOU = 407;

  private final int status;

  ProxyRefusedException(String proxy, int status) {
    super(
        "the proxy %s answered %d and opened no tunnel%s"
            .formatted(
                proxy,
                status,
                status == WHO_ARE_YOU
                    ? "; check proxy-username and proxy-password of the account"
                    : ""));
    this.status = status;
  }

  int status() {
    return status;
  }
}
