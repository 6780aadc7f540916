/** Sockets for RTP and RTCP: port pairs, sending and polling without allocation per packet. */
@NullMarked
package org.voicesecretary.media.net;

import org.jspecify.annotations.NullMarked;
