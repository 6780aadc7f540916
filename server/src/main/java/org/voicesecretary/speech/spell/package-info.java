/** Numbers and digits in words, ready to be spoken. */
@NullMarked
package org.voicesecretary.speech.spell;

import org.jspecify.annotations.NullMarked;
