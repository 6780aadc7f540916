/** Calls that begin here: one party is dialled, then the other. */
@NullMarked
package org.voicesecretary.pbx.callback;

import org.jspecify.annotations.NullMarked;
