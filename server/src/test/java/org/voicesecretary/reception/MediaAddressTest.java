package org.voicesecretary.reception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.voicesecretary.media.MediaConfig;
import org.voicesecretary.sip.message.SipUri;

@Tag("unit")
class MediaAddressTest {

    @ParameterizedTest(name = "{0}: rtp.listen {1}, public {2}, contact {3}, signalling {4}")
    @CsvSource({
        "all on one address,            ,          false, 192.0.2.9,     192.0.2.9,   192.0.2.9,   192.0.2.9",
        "signalling on a wildcard,      ,          false, 192.0.2.9,     0.0.0.0,     0.0.0.0,     192.0.2.9",
        "behind NAT,                    ,          true,  203.0.113.7,   10.0.0.9,    10.0.0.9,    203.0.113.7",
        "behind NAT on a wildcard,      ,          true,  203.0.113.7,   0.0.0.0,     0.0.0.0,     203.0.113.7",
        "media elsewhere,               10.0.0.5,  false, 192.0.2.9,     192.0.2.9,   10.0.0.5,    10.0.0.5",
        "media elsewhere with wildcard, 10.0.0.5,  false, 10.0.0.4,      0.0.0.0,     10.0.0.5,    10.0.0.5",
        "media elsewhere behind NAT,    10.0.0.5,  true,  203.0.113.7,   10.0.0.4,    10.0.0.5,    203.0.113.7",
        "media on a wildcard,           0.0.0.0,   false, 192.0.2.9,     192.0.2.9,   0.0.0.0,     192.0.2.9",
        "IPv6,                          ,          false, [2001:db8::9], 2001:db8::9, 2001:db8::9, 2001:db8::9",
        "IPv6 on a wildcard,            ,          false, [2001:db8::9], ::,          ::,          2001:db8::9",
    })
    void mediaIsBoundAndNamedWhereTheCallerReachesIt(
            String what,
            String listen,
            boolean hasPublicAddress,
            String contact,
            String signalling,
            String bound,
            String named)
            throws Exception {
        var options = new MediaAddress(Optional.ofNullable(listen), hasPublicAddress)
                .optionsFor(SipUri.parse("sip:" + contact), InetAddress.getByName(signalling), MediaConfig.loopback());
        assertThat(options.bindAddress()).as(what).isEqualTo(InetAddress.getByName(bound));
        assertThat(options.advertisedAddress()).as(what).isEqualTo(InetAddress.getByName(named));
    }

    @Test
    void aPublicNameThatNobodyKnowsIsSaid() throws Exception {
        var address = new MediaAddress(Optional.empty(), true);
        var contact = SipUri.parse("sip:nowhere.invalid");
        assertThatThrownBy(() -> address.optionsFor(contact, InetAddress.getByName("10.0.0.9"), MediaConfig.loopback()))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nowhere.invalid");
    }
}
