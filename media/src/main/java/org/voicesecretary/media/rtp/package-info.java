/** RTP (RFC 3550) on reused buffers: headers, source validation, latching, reordering. */
@NullMarked
package org.voicesecretary.media.rtp;

import org.jspecify.annotations.NullMarked;
