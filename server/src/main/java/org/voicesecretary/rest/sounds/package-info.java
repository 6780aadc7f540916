/** Sounds that scripts and menus play, and the melody of those who wait. */
@NullMarked
package org.voicesecretary.rest.sounds;

import org.jspecify.annotations.NullMarked;
