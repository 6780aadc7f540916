/** What a dialog remembers and repeats (RFC 3261 §12–14, RFC 3262, RFC 3311, RFC 4028), without sockets or threads of its own. */
@NullMarked
package org.voicesecretary.sip.dialog;

import org.jspecify.annotations.NullMarked;
