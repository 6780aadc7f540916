/**
 * SIP messages as values: parsed from hostile bytes, built by copying, written to the wire.
 *
 * <p>Everything here is pure: no sockets, no clocks, no threads. Header values stay raw text until somebody asks for
 * their typed form.
 */
@NullMarked
package org.voicesecretary.sip.message;

import org.jspecify.annotations.NullMarked;
