/** Logs, metrics and health. */
@NullMarked
package org.voicesecretary.observe;

import org.jspecify.annotations.NullMarked;
