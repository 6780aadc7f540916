/** Methods that begin calls. */
@NullMarked
package org.voicesecretary.rest.calls;

import org.jspecify.annotations.NullMarked;
