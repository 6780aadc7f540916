/** Sounds and sentences as prompts ready to play: library, import of files, cache. */
@NullMarked
package org.voicesecretary.prompt;

import org.jspecify.annotations.NullMarked;
