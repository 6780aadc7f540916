/** Figures of speed and memory, measured against the real server process on the loopback. */
@NullMarked
package org.voicesecretary.benchmarks;

import org.jspecify.annotations.NullMarked;
