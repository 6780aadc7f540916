@NullMarked
package org.voicesecretary.benchmarks;

import org.jspecify.annotations.NullMarked;
