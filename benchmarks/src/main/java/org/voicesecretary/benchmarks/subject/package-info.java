/** The server under test, as its users start it. */
@NullMarked
package org.voicesecretary.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
