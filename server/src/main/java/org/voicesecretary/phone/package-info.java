/** A phone without a person: {@code ./voice-secretary call}. */
@NullMarked
package org.voicesecretary.phone;

import org.jspecify.annotations.NullMarked;
