package org.voicesecretary.reception;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.NumberRoute;
import org.voicesecretary.call.CallClock;
import org.voicesecretary.call.CallContext;
import org.voicesecretary.call.CallKind;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.config.CallConfig;
import org.voicesecretary.observe.SparseLog;
import org.voicesecretary.pbx.dial.DialRules;
import org.voicesecretary.pbx.dial.DialledNumber;
import org.voicesecretary.pbx.office.Extension;
import org.voicesecretary.pbx.office.Office;
import org.voicesecretary.pbx.office.OfficeDirectory;
import org.voicesecretary.pbx.office.Offices;
import org.voicesecretary.pbx.registrar.DeviceAddresses;
import org.voicesecretary.pbx.registrar.PhoneRegistrar;
import org.voicesecretary.pbx.transfer.Lines;
import org.voicesecretary.reception.Refusals.Reason;
import org.voicesecretary.sip.InboundInvite;
import org.voicesecretary.sip.RequestAuthenticator;
import org.voicesecretary.sip.RequestReply;
import org.voicesecretary.sip.RequestReply.HeaderField;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.timeline.CallId;

/** Calls that our own telephones make: who it is, proved by the password, and what was dialled. */
public final class TelephoneCalls {
    private static final Logger LOG = LoggerFactory.getLogger(TelephoneCalls.class);

    private final PhoneRegistrar registrar;
    private final DeviceAddresses addresses;
    private final OfficeDirectory directory;
    private final Lines lines;
    private final CallClock clock;
    private final SecureRandom random;
    private final NumberSettingsReader settings;
    private final SparseLog log;

    public TelephoneCalls(
            PhoneRegistrar registrar,
            DeviceAddresses addresses,
            OfficeDirectory directory,
            Lines lines,
            CallClock clock,
            SecureRandom random,
            CallConfig calls) {
        this.registrar = registrar;
        this.addresses = addresses;
        this.directory = directory;
        this.lines = lines;
        this.clock = clock;
        this.random = random;
        this.settings = new NumberSettingsReader(calls);
        this.log = new SparseLog(5, Duration.ofSeconds(1), clock::nanoTime, LOG::info);
    }

    /** What becomes of a call. */
    sealed interface Verdict {
        /** @param line to be given back when the call is over */
        record Taken(Arrival arrival, Lines.Line line) implements Verdict {}

        /** @param reason empty for a challenge: the telephone asks again with its password */
        record Refused(RequestReply reply, Optional<Reason> reason) implements Verdict {
            Refused(int status, String phrase, Reason reason, HeaderField... headers) {
                this(RequestReply.of(status, phrase, headers), Optional.of(reason));
            }
        }
    }

    /** Whether a call says it is of a telephone that is registered where it comes from. */
    boolean isOfTelephone(SipRequest invite, InetAddress source) {
        return addresses.has(source) && registrar.isOfTelephone(invite, source);
    }

    boolean mayBeAt(InetAddress source) {
        return addresses.has(source);
    }

    Verdict of(InboundInvite invite, AccountSnapshot accounts) {
        return switch (registrar.caller(invite.request(), invite.source())) {
            case RequestAuthenticator.Result.Unknown(var challenge) -> new Verdict.Refused(challenge, Optional.empty());
            case RequestAuthenticator.Result.Wrong(var _, var challenge) ->
                new Verdict.Refused(challenge, Optional.of(Reason.PASSWORD));
            case RequestAuthenticator.Result.Known(var login) -> {
                Optional<Offices.Login> found = directory.offices().login(login);
                Optional<NumberRoute> route =
                        found.flatMap(who -> accounts.inside(who.office().pbxId()));
                // Both may have gone in this instant.
                yield found.isEmpty() || route.isEmpty()
                        ? new Verdict.Refused(403, "Forbidden", Reason.SOURCE)
                        : dialled(invite, found.get(), route.get());
            }
        };
    }

    private Verdict dialled(InboundInvite invite, Offices.Login who, NumberRoute route) {
        Office office = who.office();
        Extension extension = who.extension();
        DialledNumber dialled = office.dialled(CallerIdentity.dialled(invite.request()), DialRules.USUAL);
        if (dialled instanceof DialledNumber.Unknown(var _, var problem)) {
            log.add("call from extension " + extension.number() + " refused: " + problem);
            return new Verdict.Refused(404, "Not Found", Reason.NUMBER);
        }
        Optional<Lines.Line> line = lines.take(office.login(extension));
        if (line.isEmpty()) {
            String why = "extension " + extension.number() + " has " + extension.lines()
                    + " calls already, all that its lines allow";
            log.add("call refused: " + why);
            return new Verdict.Refused(
                    486, "Busy Here", Reason.LINES, new HeaderField("Warning", "399 voice-secretary \"" + why + "\""));
        }
        CallContext call = call(extension, dialled, route);
        Lines.Line taken = line.get();
        return new Verdict.Taken(
                new Arrival(
                        call,
                        route,
                        extension.srtp().policy(),
                        timeline -> new DialledScript(dialled, timeline),
                        taken::close),
                taken);
    }

    private CallContext call(Extension from, DialledNumber dialled, NumberRoute route) {
        String outside = from.callerId() == null ? from.number() : from.callerId();
        return switch (dialled) {
            case DialledNumber.Outside(var number) ->
                outgoing(from, outside, CallNumbers.withoutPlus(number.text()), route);
            case DialledNumber.Emergency(var digits) -> outgoing(from, outside, digits, route);
            case DialledNumber.Extension(var number) -> internal(from, number, route);
            case DialledNumber.PickUp() -> internal(from, DialRules.USUAL.pickUp(), route);
            case DialledNumber.Voicemail() -> internal(from, DialRules.USUAL.voicemail(), route);
            case DialledNumber.Unknown(var text, var _) -> internal(from, text, route);
        };
    }

    private CallContext outgoing(Extension from, String callerId, String called, NumberRoute route) {
        return context(CallId.outgoing(random), new CallKind.Outgoing(from.number()), callerId, called, route);
    }

    private CallContext internal(Extension from, String called, NumberRoute route) {
        return context(CallId.incoming(random), new CallKind.Internal(from.number()), from.number(), called, route);
    }

    private CallContext context(CallId id, CallKind kind, String callerId, String called, NumberRoute route) {
        return new CallContext(id, kind, callerId, called, clock.now(), settings.of(route));
    }
}
