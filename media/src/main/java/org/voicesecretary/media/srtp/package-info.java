/** Encrypted RTP and RTCP: SRTP (RFC 3711, RFC 7714) with keys from SDP (RFC 4568). The one place of the media path that knows ciphers. */
@NullMarked
package org.voicesecretary.media.srtp;

import org.jspecify.annotations.NullMarked;
