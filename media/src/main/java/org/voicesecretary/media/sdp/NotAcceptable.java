package org.voicesecretary.media.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.srtp.SrtpSuite;

/** Why no audio could be agreed on. An offer is then refused with 488; a call whose answer is unusable is ended. */
public sealed interface NotAcceptable {

    /** There is no audio section, or all of them have port 0. */
    record NoAudio() implements NotAcceptable {}

    /** Only encrypted audio is offered, where it is not wanted, or with a way of agreeing on keys that is not spoken here. */
    record SrtpDemanded(String protocol) implements NotAcceptable {}

    /** Encrypted audio without a key that can be used here. */
    record NoCommonCrypto(List<String> theirs) implements NotAcceptable {
        public NoCommonCrypto {
            theirs = List.copyOf(theirs);
        }
    }

    /** Audio in the clear, where it is to be encrypted. */
    record EncryptionRequired() implements NotAcceptable {}

    /** Audio over something that is not RTP/AVP. */
    record UnknownTransport(String protocol) implements NotAcceptable {}

    /** None of their codecs is one of ours. */
    record NoCommonCodec(List<String> theirs, List<AudioCodec> ours) implements NotAcceptable {
        public NoCommonCodec {
            theirs = List.copyOf(theirs);
            ours = List.copyOf(ours);
        }
    }

    /** There is no address to send audio to, or one that audio is not sent to. */
    record NoAddress(String address) implements NotAcceptable {}

    /** A browser's offer lacks something of ICE or DTLS. */
    record NoWebTransport(String missing) implements NotAcceptable {}

    /** The answer does not fit our offer. */
    record BadAnswer(String problem) implements NotAcceptable {}

    /** 488 Not Acceptable Here, for all of them (RFC 3261 §21.4.26). */
    default int sipStatus() {
        return 488;
    }

    /** The code of the Warning header (RFC 3261 §20.43). */
    default int warningCode() {
        return switch (this) {
            case NoAudio _ -> 304;
            case SrtpDemanded _, UnknownTransport _, NoCommonCrypto _, EncryptionRequired _, NoWebTransport _ -> 302;
            case NoCommonCodec _ -> 305;
            case NoAddress _ -> 301;
            case BadAnswer _ -> 399;
        };
    }

    /** What is wrong, for people; also the text of the Warning header. */
    default String message() {
        return switch (this) {
            case NoAudio _ -> "the session description has no audio: one m=audio section with a port was expected";
            case SrtpDemanded(var protocol) ->
                "audio is only offered encrypted (" + protocol
                        + "): RTP/AVP was expected; allow plain RTP for this trunk";
            case NoCommonCrypto(var theirs) ->
                "audio is only offered encrypted, with no crypto suite in common: they speak "
                        + (theirs.isEmpty() ? "none" : String.join(", ", theirs)) + ", expected a=crypto with one of "
                        + Arrays.stream(SrtpSuite.values()).map(Enum::name).collect(Collectors.joining(", "));
            case EncryptionRequired _ ->
                "audio is only offered in the clear: RTP/SAVP with a=crypto was expected; allow plain RTP or have SRTP "
                        + "switched on at the other side";
            case UnknownTransport(var protocol) -> "audio is offered over " + protocol + ": RTP/AVP was expected";
            case NoCommonCodec(var theirs, var ours) ->
                "no audio codec in common: they speak " + (theirs.isEmpty() ? "none" : String.join(", ", theirs))
                        + ", expected one of "
                        + ours.stream().map(AudioCodec::rtpName).collect(Collectors.joining(", "));
            case NoAddress(var address) ->
                address.isEmpty()
                        ? "the session description has no address (c= line) for its audio"
                        : "audio cannot be sent to " + address + ": a unicast address was expected";
            case NoWebTransport(var missing) -> "the browser's offer cannot be connected: " + missing + " was expected";
            case BadAnswer(var problem) -> "the answer does not fit the offer: " + problem;
        };
    }
}
