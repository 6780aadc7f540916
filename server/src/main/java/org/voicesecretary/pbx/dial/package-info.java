/** What is dialled: by a script's redirect, by an extension's phone. Telephone numbers in one form. */
@NullMarked
package org.voicesecretary.pbx.dial;

import org.jspecify.annotations.NullMarked;
