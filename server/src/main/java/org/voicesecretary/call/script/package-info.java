/** The loop that runs a script's instructions on a call, and one small class per instruction. Start at {@link org.voicesecretary.call.script.ScriptRunner}. */
@NullMarked
package org.voicesecretary.call.script;

import org.jspecify.annotations.NullMarked;
