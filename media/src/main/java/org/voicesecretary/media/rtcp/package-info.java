/** RTCP packets (RFC 3550 §6), the interval between reports and the statistics of a received stream: pure, no sockets. */
@NullMarked
package org.voicesecretary.media.rtcp;

import org.jspecify.annotations.NullMarked;
