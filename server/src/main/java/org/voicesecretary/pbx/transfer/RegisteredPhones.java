package org.voicesecretary.pbx.transfer;

import java.util.List;
import java.util.Optional;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.call.DialOrder;
import org.voicesecretary.call.Speaker;
import org.voicesecretary.call.Talk;
import org.voicesecretary.call.connect.RingPlan.Party;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.registrar.Devices;
import org.voicesecretary.sip.InviteOptions;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.message.Host;
import org.voicesecretary.sip.message.NameAddr;
import org.voicesecretary.sip.message.Params;
import org.voicesecretary.sip.message.SipParseException;
import org.voicesecretary.sip.message.SipUri;
import org.voicesecretary.sip.registration.Binding;

/**
 * The telephones that have registered. They show the caller's number and the name that the script gave the caller; of a colleague, number and
 * name. A number that is shown can be called back from the list of missed calls, so it is one at our own address.
 */
public final class RegisteredPhones implements ExtensionPhones {
    /** RFC 3323 §4.1.1.3 */
    private static final NameAddr ANONYMOUS = anonymous();

    private final Devices devices;
    private final Here here;

    /** Under which address a telephone knows us. */
    @FunctionalInterface
    public interface Here {
        Host towards(Binding telephone);
    }

    public RegisteredPhones(Devices devices, Here here) {
        this.devices = devices;
        this.here = here;
    }

    @Override
    public Party party(Talk talk, Office office, Extension extension) {
        List<Binding> telephones = extension.enabled() ? devices.of(office.login(extension)) : List.of();
        return new Party(
                extension.number(),
                extension.number(),
                telephones.stream()
                        .map(binding -> order(talk, office, extension, binding, telephones.size() > 1))
                        .toList());
    }

    private DialOrder order(Talk talk, Office office, Extension extension, Binding binding, boolean several) {
        Host host = here.towards(binding);
        NameAddr caller = caller(talk, office, host);
        InviteOptions options =
                InviteOptions.DEFAULTS.withFrom(caller).withTo(address(extension.name(), extension.number(), host));
        return new DialOrder(
                several ? extension.number() + " at " + binding.source() : extension.number(),
                new DialOrder.To.Device(binding),
                caller.equals(ANONYMOUS) ? options.withHeaders(List.of(new HeaderField("Privacy", "id"))) : options,
                extension.srtp().policy(),
                null);
    }

    private static NameAddr caller(Talk talk, Office office, Host host) {
        Speaker who = talk.caller();
        Optional<Extension> colleague = Optional.ofNullable(who.extension()).flatMap(office::extension);
        String name =
                talk.callerName().orElseGet(() -> colleague.map(Extension::name).orElse(""));
        String number = colleague.map(Extension::number).orElse(who.number());
        boolean hidden = number.equals(CallNumbers.ANONYMOUS) || !number.chars().allMatch(Character::isDigit);
        if (!hidden) {
            return address(name, number, host);
        }
        return name.isBlank() ? ANONYMOUS : new NameAddr(name, ANONYMOUS.uri(), Params.NONE);
    }

    private static NameAddr address(String name, String user, Host host) {
        return new NameAddr(name.isBlank() ? null : name, SipUri.of(user, host, -1), Params.NONE);
    }

    private static NameAddr anonymous() {
        try {
            return NameAddr.parse("\"Anonymous\" <sip:anonymous@anonymous.invalid>");
        } catch (SipParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
