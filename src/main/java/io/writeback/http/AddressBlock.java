package io.writeback.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The addresses with one beginning, as {@code 10.0.0.0/8} says them.
 *
 * @param start the first of them, 4 or 16 bytes
 * @param bits how many leading bits they share
 */
record AddressBlock(byte[] start, int bits) {
  static AddressBlock of(String text) {
    int slash = text.indexOf('/');
    try {
      // An address in figures is looked up nowhere.
      byte[] start = InetAddress.getByName(text.substring(0, slash)).getAddress();
      return new AddressBlock(start, Integer.parseInt(text.substring(slash + 1)));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  boolean holds(byte[] address) {
    if (address.length != start.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((address[bit / 8] ^ start[bit / 8]) & (0x80 >> bit % 8)) != 0) {
        return false;
      }
    }
    return true;
  }
}
