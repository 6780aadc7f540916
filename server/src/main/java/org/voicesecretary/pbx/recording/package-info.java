/** Which calls of an office are recorded, and the recording of each while it goes on. */
@NullMarked
package org.voicesecretary.pbx.recording;

import org.jspecify.annotations.NullMarked;
