/** Asking the customer's web script: one POST per event, its reply, its failures. */
@NullMarked
package org.voicesecretary.webhook;

import org.jspecify.annotations.NullMarked;
