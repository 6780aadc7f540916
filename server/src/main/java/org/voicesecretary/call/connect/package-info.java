/** Handing a call over to other phones: ringing them by plan, joining the two, until one of them hangs up. */
@NullMarked
package org.voicesecretary.call.connect;

import org.jspecify.annotations.NullMarked;
