/** Session descriptions (RFC 8866) and offer/answer (RFC 3264): pure values and rules, no sockets, no name lookups. */
@NullMarked
package org.voicesecretary.media.sdp;

import org.jspecify.annotations.NullMarked;
