/** The lines to the telephone network: calls out by them, in their order, as far as the rules allow it. */
@NullMarked
package org.voicesecretary.pbx.trunk;

import org.jspecify.annotations.NullMarked;
