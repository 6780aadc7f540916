package org.voicesecretary.media.sdp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.voicesecretary.media.srtp.SrtpKey;
import org.voicesecretary.media.srtp.SrtpKeys;
import org.voicesecretary.media.srtp.SrtpPolicy;
import org.voicesecretary.media.srtp.SrtpSuite;

/**
 * The keys of one dialog in offers and answers (RFC 4568): ours stay the same as long as the dialog lasts, theirs are taken as each new
 * description has them.
 */
final class Cryptography {
    private final SrtpPolicy policy;
    private final Map<SrtpSuite, SrtpKey> ours = new EnumMap<>(SrtpSuite.class);

    Cryptography(SrtpPolicy policy) {
        this.policy = policy;
    }

    /** The transport of a first offer. */
    String protocol() {
        return switch (policy) {
            case NONE, OPTIONAL -> "RTP/AVP";
            case REQUIRED -> "RTP/SAVP";
        };
    }

    /** What we offer; each suite has its number as tag. */
    List<Crypto> offered() {
        List<Crypto> offered = new ArrayList<>();
        if (policy != SrtpPolicy.NONE) {
            for (SrtpSuite suite : SrtpSuite.values()) {
                offered.add(new Crypto(tag(suite), key(suite)));
            }
        }
        return offered;
    }

    private static int tag(SrtpSuite suite) {
        return suite.ordinal() + 1;
    }

    /** The key of an offer that will be used: the first that we know. */
    Optional<Crypto> usable(RemoteAudio remote) {
        return policy == SrtpPolicy.NONE
                ? Optional.empty()
                : remote.cryptos().stream().findFirst();
    }

    /** Why a section of an offer cannot be taken, if so. */
    Optional<NotAcceptable> objection(RemoteAudio remote) {
        String protocol = remote.section().protocol();
        boolean keys = usable(remote).isPresent();
        if (RemoteAudio.isSdesRtp(protocol) && policy != SrtpPolicy.NONE) {
            return keys ? Optional.empty() : Optional.of(new NotAcceptable.NoCommonCrypto(remote.cryptoNames()));
        }
        if (RemoteAudio.isSecureRtp(protocol)) {
            return Optional.of(new NotAcceptable.SrtpDemanded(protocol));
        }
        if (!RemoteAudio.isPlainRtp(protocol)) {
            return Optional.of(new NotAcceptable.UnknownTransport(protocol));
        }
        return policy == SrtpPolicy.REQUIRED && !keys
                ? Optional.of(new NotAcceptable.EncryptionRequired())
                : Optional.empty();
    }

    /** The key in the answer to our offer; empty where the audio is in the clear. */
    Optional<Crypto> accepted(RemoteAudio answer) throws NotAcceptableException {
        Optional<Crypto> theirs =
                usable(answer).filter(crypto -> crypto.tag() == tag(crypto.key().suite()));
        if (theirs.isEmpty() && policy == SrtpPolicy.REQUIRED) {
            throw new NotAcceptableException(new NotAcceptable.EncryptionRequired());
        }
        if (theirs.isEmpty() && RemoteAudio.isSdesRtp(answer.section().protocol())) {
            throw new NotAcceptableException(new NotAcceptable.NoCommonCrypto(answer.cryptoNames()));
        }
        return theirs;
    }

    /** Ours, in answer to theirs. */
    Crypto answered(Crypto theirs) {
        return new Crypto(theirs.tag(), key(theirs.key().suite()));
    }

    /** Both keys. */
    SrtpKeys keys(Crypto theirs) {
        return new SrtpKeys(key(theirs.key().suite()), theirs.key());
    }

    private SrtpKey key(SrtpSuite suite) {
        return ours.computeIfAbsent(suite, wanted -> SrtpKey.random(wanted, new SecureRandom()));
    }
}
