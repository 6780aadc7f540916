/** Messages of callers who reached nobody: greeting, recording, keeping, telling by e-mail. */
@NullMarked
package org.voicesecretary.pbx.voicemail;

import org.jspecify.annotations.NullMarked;
