/** Pure parts of bridges and conferences: splicing one RTP stream into another, evening out what is decoded, mixing. No sockets, no threads. */
@NullMarked
package org.voicesecretary.media.bridge;

import org.jspecify.annotations.NullMarked;
