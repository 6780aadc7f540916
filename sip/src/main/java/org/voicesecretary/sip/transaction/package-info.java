/** RFC 3261 §17 with RFC 6026: the four transaction state machines, each in its own file, and the layer that finds the right one. */
@NullMarked
package org.voicesecretary.sip.transaction;

import org.jspecify.annotations.NullMarked;
