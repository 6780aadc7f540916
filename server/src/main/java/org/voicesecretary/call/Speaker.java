package org.voicesecretary.call;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who talks in a call.
 *
 * @param number for people, and for the displays of telephones: {@code 101}, {@code 442037691880}
 * @param extension of this PBX; null for somebody outside
 */
public record Speaker(Side side, String number, @Nullable String extension) {}
