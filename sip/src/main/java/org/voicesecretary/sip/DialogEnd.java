package org.voicesecretary.sip;

import java.util.Optional;
import org.voicesecretary.sip.message.SipRequest;
import org.voicesecretary.sip.message.SipResponse;

/** How a call ended. */
public sealed interface DialogEnd {

    /** We hung up by {@link Dialog#bye()}. */
    record LocalBye() implements DialogEnd {}

    /** The peer hung up. */
    record RemoteBye(SipRequest bye) implements DialogEnd {}

    /** The caller gave up before we answered. */
    record RemoteCancel(SipRequest cancel) implements DialogEnd {}

    /** We gave up before the peer answered. */
    record LocalCancel() implements DialogEnd {}

    /** We refused the call. */
    record LocalReject(int status, String reason) implements DialogEnd {}

    /** The peer refused the call. */
    record RemoteReject(SipResponse response) implements DialogEnd {}

    /** Our answer was never acknowledged within 64 × T1, nor was a reliable provisional response; BYE or 504 was sent. */
    record NotAcknowledged() implements DialogEnd {}

    /** RFC 4028: no refresh came in time; BYE was sent. */
    record SessionExpired() implements DialogEnd {}

    /** The peer knows the call no more (481), or did not answer a request within it (408, timeout): RFC 3261 §12.2.1.2. */
    record PeerGone(Optional<SipResponse> response) implements DialogEnd {}

    /** The peer never answered our INVITE, or nothing could be sent to it. */
    record Unreachable(String why) implements DialogEnd {}

    /** The answers and offers did not fit together, so the call was ended. */
    record NoAgreement(String why) implements DialogEnd {}

    /** Our program failed to handle the call; the peer got 500 or BYE. */
    record InternalError(String why) implements DialogEnd {}
}
