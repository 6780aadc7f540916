/** Call recording off the packet path: one writer thread, a stereo file per call. */
@NullMarked
package org.voicesecretary.media.record;

import org.jspecify.annotations.NullMarked;
