/** Other programs, run as child processes within limits of time and output. */
@NullMarked
package org.voicesecretary.speech.program;

import org.jspecify.annotations.NullMarked;
