/** Is this installation fit to take calls: {@code ./voice-secretary doctor}. */
@NullMarked
package org.voicesecretary.doctor;

import org.jspecify.annotations.NullMarked;
