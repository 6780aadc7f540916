/**
 * A live call: its leg, its mailbox, its clock, and the ports through which a script steers it.
 *
 * <p>One virtual thread owns a call and alone changes its state. Whatever happens elsewhere (a key, a BYE, a finished
 * prompt, a reply of the script) reaches it as a {@link org.voicesecretary.call.CallSignal} in its mailbox.
 */
@NullMarked
package org.voicesecretary.call;

import org.jspecify.annotations.NullMarked;
