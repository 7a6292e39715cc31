package io.writeback.http;

import io.writeback.config.WebAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;

/**
 * Resolves host names, and refuses addresses that are {@linkplain NotPublic not public} unless the
 * host's account allows them ({@code account.NAME.allow-private=true}).
 *
 * <p>A guard at the resolver sees the address that is then connected to, so a name that changes its
 * address between check and use gains nothing.
 */
final class AddressGuard implements DnsResolver {
  private final Set<String> allowed = ConcurrentHashMap.newKeySet();

  void allow(String host) {
    allowed.add(bare(host));
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = SystemDefaultDnsResolver.INSTANCE.resolve(host);
    if (!allowed.contains(bare(host))) {
      for (InetAddress address : addresses) {
        if (NotPublic.holds(address.getAddress())) {
          throw new RefusedAddressException(
              "%s is %s, an address of a private network; if that is meant, set allow-private=true for the account"
                  .formatted(host, address.getHostAddress()));
        }
      }
    }
    return addresses;
  }

  /**
   * Judges a host that a proxy will look up. A name that is not known here cannot be judged: the
   * proxy has to.
   */
  void judge(String host) throws RefusedAddressException {
    try {
      resolve(bare(host));
    } catch (RefusedAddressException e) {
      throw e;
    } catch (UnknownHostException e) {
      // Only the proxy knows it.
    }
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  private static String bare(String host) {
    return WebAddress.lenient(host).replaceAll("^\\[|\\]$", "");
  }
}
