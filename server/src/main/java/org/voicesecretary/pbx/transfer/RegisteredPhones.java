package org.voicesecretary.pbx.transfer;

import java.util.Optional;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.registrar.Devices;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;

/** The telephones that have registered. They show the caller's number, and the name that the script gave the caller. */
public final class RegisteredPhones implements ExtensionPhones {
    private final Devices devices;

    public RegisteredPhones(Devices devices) {
        this.devices = devices;
    }

    @Override
    public Party party(Talk talk, Office office, Extension extension) {
        return new Party(
                extension.number(),
                extension.number(),
                devices.of(office.login(extension)).stream()
                        .map(binding -> order(talk, extension, binding))
                        .toList());
    }

    private static DialOrder order(Talk talk, Extension extension, Binding binding) {
        NameAddr caller = caller(talk, binding.contact().host());
        return new DialOrder(
                extension.number(), new DialOrder.To.Device(binding), InviteOptions.DEFAULTS.withFrom(caller));
    }

    /** @param host whose numbers these are to the telephone, which shows the user part alone */
    private static NameAddr caller(Talk talk, Host host) {
        String number = talk.call().callerId();
        Optional<String> name = talk.callerName().filter(text -> !text.isBlank());
        return new NameAddr(
                name.orElse(null), SipUri.of(number.equals("0") ? "anonymous" : number, host, -1), Params.NONE);
    }
}
