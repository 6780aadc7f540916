@NullMarked
package org.voicesecretary.protocol;

import org.jspecify.annotations.NullMarked;
