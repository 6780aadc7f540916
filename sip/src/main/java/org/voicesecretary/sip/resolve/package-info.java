/** Where a request goes: from a URI to transports and addresses, by the records of DNS (RFC 3263). */
@NullMarked
package org.voicesecretary.sip.resolve;

import org.jspecify.annotations.NullMarked;
