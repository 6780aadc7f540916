/**
 * Digest authentication on both sides (RFC 3261 §22, RFC 7616, RFC 8760). Time and chance come in by constructor; the
 * server side keeps no state but the nonce counts it has seen.
 */
@NullMarked
package org.voicesecretary.sip.auth;

import org.jspecify.annotations.NullMarked;
