/** Registrations (RFC 3261 §10, RFC 3327, RFC 5626) from both sides: who is where, and where we are known. */
@NullMarked
package org.voicesecretary.sip.registration;

import org.jspecify.annotations.NullMarked;
