/** Many phones with media in one process: signalling on one thread, sound on another. */
@NullMarked
package org.voicesecretary.benchmarks.phones;

import org.jspecify.annotations.NullMarked;
