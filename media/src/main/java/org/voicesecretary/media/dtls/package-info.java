/** DTLS for SRTP (RFC 5763, RFC 5764): our certificate, the handshake as its server, and the keys that come of it. Bouncy Castle stays in here. */
@NullMarked
package org.voicesecretary.media.dtls;

import org.jspecify.annotations.NullMarked;
