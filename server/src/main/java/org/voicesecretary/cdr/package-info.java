/** Call records: one row for each call. */
@NullMarked
package org.voicesecretary.cdr;

import org.jspecify.annotations.NullMarked;
