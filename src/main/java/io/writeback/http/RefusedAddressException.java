package io.writeback.http;

import java.net.UnknownHostException;

/** A host name led to an address of a private network that its account does not allow. */
public final class RefusedAddressException extends UnknownHostException {
  private static final long serialVersionUID = 1L;

  public RefusedAddressException(String message) {
    super(message);
  }
}
