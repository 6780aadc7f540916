/** ICE as a server with a known address needs it: the lite implementation of RFC 8445 §2.5, and the STUN of it (RFC 8489). */
@NullMarked
package org.voicesecretary.media.ice;

import org.jspecify.annotations.NullMarked;
