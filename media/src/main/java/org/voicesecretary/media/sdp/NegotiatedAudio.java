package org.voicesecretary.media.sdp;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.voicesecretary.media.codec.AudioCodec;
import org.voicesecretary.media.srtp.SrtpKeys;

/**
 * What both sides agreed on for the audio of a call.
 *
 * @param codec the codec we send with
 * @param sendPayloadType the payload type we send it with, in the other side's numbering
 * @param receivePayloadTypes all payload types that may come, in our numbering
 * @param sendTelephoneEvent the payload type for keys we send; {@link #NONE} where events were not agreed
 * @param receiveTelephoneEvent the payload type of keys that come; {@link #NONE} where events were not agreed
 * @param remoteRtp where RTP goes to
 * @param remoteRtcp where RTCP goes to; null where there is no such place
 * @param rtcpMux whether RTCP comes and goes on the port of RTP
 * @param direction as seen from us: {@code sends()} is false while we are on hold
 * @param ptimeMillis the sound in each packet we send: 10, 20, 40 or 60 ms
 * @param srtp the keys that it is encrypted with; null where it is not
 */
public record NegotiatedAudio(
        AudioCodec codec,
        int sendPayloadType,
        Map<Integer, AudioCodec> receivePayloadTypes,
        int sendTelephoneEvent,
        int receiveTelephoneEvent,
        TransportAddress remoteRtp,
        @Nullable TransportAddress remoteRtcp,
        boolean rtcpMux,
        Direction direction,
        int ptimeMillis,
        @Nullable SrtpKeys srtp) {

    /** Stands for a payload type that was not agreed. */
    public static final int NONE = -1;

    public NegotiatedAudio {
        receivePayloadTypes = Map.copyOf(receivePayloadTypes);
    }

    /** Whether all RTP and RTCP is encrypted. */
    public boolean encrypted() {
        return srtp != null;
    }

    /** Whether keys come and go as RFC 4733 events; if not, they may come as tones within the audio. */
    public boolean telephoneEventAgreed() {
        return receiveTelephoneEvent != NONE;
    }

    /** The codec of a packet that came; null for a payload type that was not agreed. */
    public @Nullable AudioCodec receiveCodec(int payloadType) {
        return receivePayloadTypes.get(payloadType);
    }
}
