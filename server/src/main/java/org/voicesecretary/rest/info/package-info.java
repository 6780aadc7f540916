/** Methods about the account itself. */
@NullMarked
package org.voicesecretary.rest.info;

import org.jspecify.annotations.NullMarked;
