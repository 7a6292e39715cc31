package io.writeback.http;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The addresses behind which there is no host of the internet, or one may be that is not (IANA's
 * registries of special-purpose addresses, RFC 6890). Those that are set aside for documents lead
 * nowhere and are not among them.
 */
final class NotPublic {
  private static final List<Block> BLOCKS =
      Stream.of(
              "0.0.0.0/8", // this network
              "10.0.0.0/8",
              "100.64.0.0/10", // shared behind a provider's NAT
              "127.0.0.0/8",
              "169.254.0.0/16", // link-local, and the metadata of clouds
              "172.16.0.0/12",
              "192.0.0.0/24", // protocol assignments
              "192.168.0.0/16",
              "198.18.0.0/15", // benchmarks
              "224.0.0.0/4", // multicast
              "240.0.0.0/4", // reserved, and broadcast
              "64:ff9b:1::/48", // NAT64 of a network's own, which may lead into it
              "2001::/23", // protocol assignments, and Teredo
              "fc00::/7", // unique local
              "fe80::/10", // link-local
              "fec0::/10", // site-local
              "ff00::/8") // multicast
          .map(Block::of)
          .toList();

  /** Where the IPv4 address begins that an IPv6 address leads to. */
  private static final Map<Block, Integer> EMBEDDING =
      Map.of(
          // IPv4-compatible, with :: and ::1 as 0.0.0.0 and 0.0.0.1
          Block.of("::/96"), 12,
          // IPv4-translated, RFC 7915
          Block.of("::ffff:0:0:0/96"), 12,
          // NAT64, RFC 6052
          Block.of("64:ff9b::/96"), 12,
          // 6to4, RFC 3056
          Block.of("2002::/16"), 2);

  private NotPublic() {}

  /**
   * @param address 4 or 16 bytes; Java makes 4 of an IPv4-mapped one
   */
  static boolean holds(byte[] address) {
    return BLOCKS.stream().anyMatch(block -> block.holds(address))
        || EMBEDDING.entrySet().stream()
            .filter(kind -> kind.getKey().holds(address))
            .map(kind -> Arrays.copyOfRange(address, kind.getValue(), kind.getValue() + 4))
            .anyMatch(NotPublic::holds);
  }

  /**
   * Addresses that begin alike, written as {@code 10.0.0.0/8}.
   *
   * @param start the first of them, 4 or 16 bytes
   * @param bits how many leading bits they share
   */
  private record Block(byte[] start, int bits) {
    static Block of(String text) {
      int slash = text.indexOf('/');
      try {
        // An address in figures is looked up nowhere.
        byte[] start = InetAddress.getByName(text.substring(0, slash)).getAddress();
        return new Block(start, Integer.parseInt(text.substring(slash + 1)));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(text, e);
      }
    }

    boolean holds(byte[] address) {
      int rest = 8 * start.length - bits;
      return address.length == start.length
          && new BigInteger(address)
              .shiftRight(rest)
              .equals(new BigInteger(start).shiftRight(rest));
    }
  }
}
