/** Queues: callers wait with music until an agent is free. */
@NullMarked
package org.voicesecretary.pbx.queue;

import org.jspecify.annotations.NullMarked;
