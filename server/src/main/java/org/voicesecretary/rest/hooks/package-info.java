/** Methods about where events go. */
@NullMarked
package org.voicesecretary.rest.hooks;

import org.jspecify.annotations.NullMarked;
