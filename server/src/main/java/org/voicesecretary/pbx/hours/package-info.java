/** Working hours: what holds at an instant, why, and until when. Pure data and arithmetic. */
@NullMarked
package org.voicesecretary.pbx.hours;

import org.jspecify.annotations.NullMarked;
