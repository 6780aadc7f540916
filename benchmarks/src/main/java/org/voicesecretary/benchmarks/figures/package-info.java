/** What is measured, one class each. */
@NullMarked
package org.voicesecretary.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
