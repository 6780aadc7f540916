package org.voicesecretary.reception;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.voicesecretary.account.Account;
import org.voicesecretary.account.AccountData;
import org.voicesecretary.account.AccountNumber;
import org.voicesecretary.account.AccountSnapshot;
import org.voicesecretary.account.RouteDecision;
import org.voicesecretary.account.Trunk;
import org.voicesecretary.account.TrunkCall;
import org.voicesecretary.call.CallNumbers;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.pbx.dial.NumberReader;
import org.voicesecretary.pbx.trunk.TrunkKey;
import org.voicesecretary.pbx.trunk.TrunkSources;
import org.voicesecretary.sip.message.SipRequest;

/**
 * Calls that providers send: by which trunk, and to which number. A provider that calls the Contact that we registered says the number
 * elsewhere, and numbers may be written as people of the country write them.
 */
public final class TrunkCalls {
    private final TrunkSources sources;

    public TrunkCalls(TrunkSources sources) {
        this.sources = sources;
    }

    /** Whether a call is one to a Contact of ours, which only the provider knows. */
    public boolean isExpected(SipRequest invite, InetAddress source) {
        return registered(invite, source).isPresent();
    }

    private Optional<TrunkKey> registered(SipRequest invite, InetAddress source) {
        return sources.registered(CallerIdentity.dialled(invite)).filter(key -> sources.mayCallContact(key, source));
    }

    /** Whether the audio of calls by this trunk is encrypted. */
    SrtpPolicy srtp(Account account, Trunk trunk) {
        return sources.srtp(new TrunkKey(account.pbxId(), trunk.name()));
    }

    /** Whose call it is, if anybody's. */
    RouteDecision route(SipRequest invite, InetAddress source, AccountSnapshot accounts) {
        Optional<TrunkKey> contact = registered(invite, source);
        contact.ifPresent(key -> sources.called(key, source));
        return accounts.route(new Call(invite, source, contact, accounts));
    }

    private final class Call implements TrunkCall {
        private final SipRequest invite;
        private final InetAddress source;
        private final Optional<TrunkKey> contact;
        private final AccountSnapshot accounts;

        Call(SipRequest invite, InetAddress source, Optional<TrunkKey> contact, AccountSnapshot accounts) {
            this.invite = invite;
            this.source = source;
            this.contact = contact;
            this.accounts = accounts;
        }

        @Override
        public boolean comesBy(Account account, Trunk trunk) {
            var key = new TrunkKey(account.pbxId(), trunk.name());
            return contact.map(key::equals).orElseGet(() -> trunk.allows(source) || sources.has(key, source));
        }

        @Override
        public List<String> called(Account account, Trunk trunk) {
            var key = new TrunkKey(account.pbxId(), trunk.name());
            String dialled = CallerIdentity.calledNumber(invite);
            Optional<String> ours = sources.user(key);
            boolean toUs = contact.isPresent() || ours.filter(dialled::equals).isPresent();
            Set<String> candidates = new LinkedHashSet<>();
            for (String written : toUs ? CallerIdentity.namedNumbers(invite) : List.of(dialled)) {
                candidates.add(written);
                international(account, written).ifPresent(candidates::add);
            }
            if (toUs) {
                ours.ifPresent(candidates::add);
                only(account).ifPresent(candidates::add);
            }
            return List.copyOf(candidates);
        }

        /** Of an account with one number it is clear which one is meant. */
        private Optional<String> only(Account account) {
            List<AccountNumber> numbers = accounts.accounts().stream()
                    .filter(data -> data.account().pbxId() == account.pbxId())
                    .map(AccountData::numbers)
                    .findFirst()
                    .orElse(List.of());
            return numbers.size() == 1 ? Optional.of(numbers.getFirst().number()) : Optional.empty();
        }
    }

    private static Optional<String> international(Account account, String written) {
        String country = account.country();
        return country == null
                ? Optional.empty()
                : new NumberReader(country).written(written).map(number -> CallNumbers.withoutPlus(number.text()));
    }
}
