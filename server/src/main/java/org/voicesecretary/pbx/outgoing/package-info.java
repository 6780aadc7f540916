/** Who may call which numbers outside, when and how much: the walls against toll fraud. */
@NullMarked
package org.voicesecretary.pbx.outgoing;

import org.jspecify.annotations.NullMarked;
