package org.voicesecretary.pbx.outgoing;

/** Whose call it is. */
public record Caller(long pbxId, String extension) {}
