/** The one door to time in this module: everything that waits, waits through {@link org.voicesecretary.sip.time.Timers}. */
@NullMarked
package org.voicesecretary.sip.time;

import org.jspecify.annotations.NullMarked;
