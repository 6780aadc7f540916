package org.voicesecretary.call;

/** One run of prompts on a leg; its number is unique within the leg. */
public record Playback(long number) {}
