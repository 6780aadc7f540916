/** Statistics of calls. */
@NullMarked
package org.voicesecretary.rest.statistics;

import org.jspecify.annotations.NullMarked;
