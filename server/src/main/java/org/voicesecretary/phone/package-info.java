@NullMarked
package org.voicesecretary.phone;

import org.jspecify.annotations.NullMarked;
