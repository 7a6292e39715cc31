package io.writeback.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URISyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://example.com,https://example.com",
    "https://example.com:443,https://example.com",
    "https://example.com:,https://example.com",
    "https://example.com:0443/a?b=c#d,https://example.com/a?b=c#d",
    "http://example.com:80,http://example.com",
    "http://example.com:443,http://example.com:443",
    "https://example.com:80,https://example.com:80",
    "HTTPS://EXAMPLE.com/PATH,https://example.com/PATH",
    "https://example.com.,https://example.com",
    "https://example.com.:443/a,https://example.com/a",
    "https://bücher.example,https://xn--bcher-kva.example",
    "https://BÜCHER.example:8443,https://xn--bcher-kva.example:8443",
    "https://XN--bcher-KVA.example,https://xn--bcher-kva.example",
    "https://bücher。example,https://xn--bcher-kva.example",
    "https://192.0.2.1:443,https://192.0.2.1",
    "https://１９２.0.2.1,https://192.0.2.1",
    "https://[2001:DB8:0:0:0:0:0:1]:443,https://[2001:db8::1]",
    "https://[2001:db8:0:0:1:0:0:1],https://[2001:db8::1:0:0:1]",
    "https://[2001:db8:0:1:1:1:1:1],https://[2001:db8:0:1:1:1:1:1]",
    "https://[1:0:0:0:0:0:0:0],https://[1::]",
    "https://[0:0:0:0:0:0:0:0],https://[::]",
    "http://[::1]:8080,http://[::1]:8080",
    "https://[::ffff:192.0.2.1],https://192.0.2.1"
  })
  void an_address_has_one_form_however_it_is_written(String text, String normal) throws Exception {
    URI found = WebAddress.normal(text);

    assertThat(found).hasToString(normal);
    assertThat(found.getHost()).isNotNull();
    assertThat(WebAddress.normal(normal)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "https://my_service.example,has an underscore",
    "https://my_service:8443/a,has an underscore",
    "https://straße.example,two standards",
    "https://-a.example,is not a host name",
    "https://a..example,no form in ASCII",
    "https://b%C3%BCcher.example,is not a host name",
    "https://127.1,four decimal numbers",
    "https://2130706433,four decimal numbers",
    "https://0x7f.0.0.0x1,four decimal numbers",
    "https://0177.0.0.1,four decimal numbers",
    "https://192.0.2.256,four decimal numbers",
    "https://example.com:0,between 1 and 65535",
    "https://example.com:65536,between 1 and 65535",
    "https://example.com:4294967739,between 1 and 65535",
    "https://example.com:https,is not a host",
    "https://.,empty or too long",
    "https:///path,does not begin with",
    "https:example.com,does not begin with",
    "example.com,does not begin with",
    "ftp://example.com,does not begin with"
  })
  void what_names_no_server_is_refused_with_the_reason(String text, String reason) {
    assertThatThrownBy(() -> WebAddress.normal(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void an_address_of_a_network_interface_is_refused() {
    assertThatThrownBy(() -> WebAddress.normal("https://[fe80::1%25eth0]"))
        .isInstanceOfAny(IllegalArgumentException.class, URISyntaxException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "https://example.com,https://example.com:443/a,true",
    "https://example.com,https://EXAMPLE.com./a,true",
    "https://xn--bcher-kva.example,https://bücher.example/a,true",
    "https://example.com:8443,https://example.com:8443,true",
    "https://example.com,http://example.com:443,false",
    "https://example.com,https://example.com:8443,false",
    "https://example.com,https://user@example.com,false",
    "https://example.com,https://example.com.evil.example,false",
    "https://example.com,https://my_host,false",
    "https://example.com,mailto:a@example.com,false"
  })
  void two_addresses_are_of_one_server_or_not(URI normal, URI other, boolean same) {
    assertThat(WebAddress.sameServer(normal, other)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({
    "https,Example.com.,-1,example.com:443",
    "http,example.com,-1,example.com:80",
    "https,example.com,443,example.com:443",
    "https,0:0:0:0:0:0:0:1,8443,[::1]:8443",
    "https,[::1],8443,[::1]:8443",
    "https,my_host,-1,my_host:443"
  })
  void everything_of_a_server_is_kept_under_its_host_and_its_port(
      String scheme, String host, int port, String name) {
    assertThat(WebAddress.server(scheme, host, port)).isEqualTo(name);
  }
}
