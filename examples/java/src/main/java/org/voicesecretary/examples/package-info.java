@NullMarked
package org.voicesecretary.examples;

import org.jspecify.annotations.NullMarked;
