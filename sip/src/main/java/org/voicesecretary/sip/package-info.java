@NullMarked
package org.voicesecretary.sip;

import org.jspecify.annotations.NullMarked;
