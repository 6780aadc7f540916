/** RFC 3261 §18 and RFC 3581: sockets, connections, and where a response goes. Bytes in, parsed messages up. */
@NullMarked
package org.voicesecretary.sip.transport;

import org.jspecify.annotations.NullMarked;
