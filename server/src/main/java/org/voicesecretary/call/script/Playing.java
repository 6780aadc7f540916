package org.voicesecretary.call.script;

import org.voicesecretary.call.Playback;

/** Audio on its way to the caller. */
record Playing(Playback playback, long startedNanos, long durationMillis) {}
