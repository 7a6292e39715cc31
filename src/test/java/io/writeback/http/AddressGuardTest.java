package io.writeback.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  private final AddressGuard guard = new AddressGuard();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "localhost",
        "LOCALHOST",
        "2130706433",
        "0.0.0.0",
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.255.255",
        "169.254.169.254",
        "100.64.0.0",
        "100.127.255.255",
        "224.0.0.1",
        "::1",
        "[::1]",
        "::",
        "fc00::1",
        "fdff:ffff::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "[::ffff:169.254.169.254]"
      })
  void refusesWhatIsNotPublic(String host) {
    assertThatThrownBy(() -> guard.resolve(host))
        .isInstanceOf(RefusedAddressException.class)
        .hasMessageStartingWith(host + " is ")
        .hasMessageContaining("allow-private=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "192.169.0.0",
        "169.253.0.1",
        "100.63.255.255",
        "100.128.0.0",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8"
      })
  void resolvesWhatIsPublic(String host) throws Exception {
    assertThat(guard.resolve(host)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void resolvesAnAllowedHostHoweverItIsWritten(String host) throws Exception {
    guard.allow("[::1]");

    assertThat(guard.resolve(host)).hasSize(1);
  }

  @Test
  void allowsTheNamedHostOnly() throws Exception {
    guard.allow("127.0.0.1");

    assertThat(guard.resolve("127.0.0.1")).hasSize(1);
    assertThatThrownBy(() -> guard.resolve("127.0.0.2"))
        .isInstanceOf(RefusedAddressException.class);
  }
}
