/** Any speech engine that can be run as a command. */
@NullMarked
package org.voicesecretary.speech.command;

import org.jspecify.annotations.NullMarked;
