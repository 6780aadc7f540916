/** Text to sound: the port that engines implement, the choice of a voice, the cache, and the order of fallbacks. */
@NullMarked
package org.voicesecretary.speech;

import org.jspecify.annotations.NullMarked;
