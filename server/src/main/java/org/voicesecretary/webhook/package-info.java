/** Asking the customer's script, and telling it: the durable outbox of informational events. */
@NullMarked
package org.voicesecretary.webhook;

import org.jspecify.annotations.NullMarked;
