/** What happened in each call, as it happens. */
@NullMarked
package org.voicesecretary.timeline;

import org.jspecify.annotations.NullMarked;
