/** A real call to a real script, told as it happens: {@code ./voice-secretary demo}. */
@NullMarked
package org.voicesecretary.demo;

import org.jspecify.annotations.NullMarked;
