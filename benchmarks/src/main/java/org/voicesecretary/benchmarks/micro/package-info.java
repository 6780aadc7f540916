/** Hot paths alone, by JMH. */
@NullMarked
package org.voicesecretary.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
