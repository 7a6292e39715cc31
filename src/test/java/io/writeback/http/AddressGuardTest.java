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
        "239.255.255.255",
        "0.255.255.255",
        "192.0.0.8",
        "192.0.0.255",
        "198.18.0.0",
        "198.19.255.255",
        "240.0.0.0",
        "255.255.255.255",
        "::1",
        "[::1]",
        "::",
        "fc00::1",
        "fdff:ffff::1",
        "fe80::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "[::ffff:169.254.169.254]",
        "febf::1",
        "fec0::1",
        "::127.0.0.1",
        "::7f00:1",
        "::10.0.0.5",
        "::ffff:0:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::a00:5",
        "64:FF9B::192.168.0.1",
        "64:ff9b:1::808:808",
        "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
        "2002:7f00:1::",
        "2002:a00:5::1",
        "2002:a9fe:a9fe:1:2:3:4:5",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:1ff:ffff::"
      })
  void refuses_what_is_not_public(String host) {
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
        "::ffff:8.8.8.8",
        "1.0.0.0",
        "192.0.1.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "::8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b:0:0:0:1::",
        "64:ff9b:2::a00:5",
        "2002:808:808::a00:5",
        "2003:7f00:1::",
        "2001:200::1",
        "fbff::1",
        "2606:4700:a00:5::7f00:1"
      })
  void resolves_what_is_public(String host) throws Exception {
    assertThat(guard.resolve(host)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]"})
  void resolves_an_allowed_host_however_it_is_written(String host) throws Exception {
    guard.allow("[::1]");

    assertThat(guard.resolve(host)).hasSize(1);
  }

  @Test
  void allows_the_named_host_only() throws Exception {
    guard.allow("127.0.0.1");

    assertThat(guard.resolve("127.0.0.1")).hasSize(1);
    assertThatThrownBy(() -> guard.resolve("127.0.0.2"))
        .isInstanceOf(RefusedAddressException.class);
  }
}
