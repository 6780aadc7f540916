package org.voicesecretary.call;

/** One run of prompts; its number is unique within the call. */
public record Playback(long number) {}
