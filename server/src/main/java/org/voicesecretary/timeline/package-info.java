/** What happens in each call, as it happens, in order: requests, replies, speech, keys, SIP, faults, timings. */
@NullMarked
package org.voicesecretary.timeline;

import org.jspecify.annotations.NullMarked;
