/** Conference numbers: the PIN, and the rooms in which everybody hears everybody. */
@NullMarked
package org.voicesecretary.pbx.conference;

import org.jspecify.annotations.NullMarked;
