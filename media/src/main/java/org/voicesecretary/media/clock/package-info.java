/** The media clock: absolute deadlines every 20 ms, kept by few threads for many sessions. */
@NullMarked
package org.voicesecretary.media.clock;

import org.jspecify.annotations.NullMarked;
