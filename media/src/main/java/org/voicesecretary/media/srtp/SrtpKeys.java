package org.voicesecretary.media.srtp;

/**
 * What SDP agreed on: both of one suite.
 *
 * @param local for what we send
 * @param remote for what we receive
 */
public record SrtpKeys(SrtpKey local, SrtpKey remote) {}
