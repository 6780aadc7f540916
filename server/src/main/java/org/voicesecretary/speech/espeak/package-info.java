/** The engine that ships: espeak-ng as separate processes that are started before they are needed. */
@NullMarked
package org.voicesecretary.speech.espeak;

import org.jspecify.annotations.NullMarked;
