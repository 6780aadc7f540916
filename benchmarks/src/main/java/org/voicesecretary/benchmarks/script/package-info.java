/** The web script of the measured calls: a small HTTP server that answers in microseconds. */
@NullMarked
package org.voicesecretary.benchmarks.script;

import org.jspecify.annotations.NullMarked;
