/** Keys of a telephone as they come and go: RFC 4733 events, SIP INFO bodies, tones within the audio. */
@NullMarked
package org.voicesecretary.media.dtmf;

import org.jspecify.annotations.NullMarked;
